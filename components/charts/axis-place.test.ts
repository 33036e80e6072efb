import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeSpan, revealIn, shareOf, stepCursor, stretchTo } from "./axis-place.ts";

const view = { fromMs: 1_000, toMs: 2_000 };
const bounds = { fromMs: 0, toMs: 10_000 };

describe("placeSpan", () => {
  it("cuts what reaches beyond the view, and leaves out what does not touch it", () => {
    expect(placeSpan({ fromMs: 500, toMs: 1_500 }, view)).toEqual({ left: 0, width: 50 });
    expect(placeSpan({ fromMs: 1_250, toMs: 1_250 }, view)).toEqual({ left: 25, width: 0 });
    expect(placeSpan({ fromMs: 2_001, toMs: 3_000 }, view)).toBeNull();
  });
});

describe("stepCursor", () => {
  const at = (key: string, shift: boolean, atMs: number) =>
    stepCursor(key, shift, atMs, { view, bounds, marks: [100, 1_500, 9_000] });
  it("goes a hundredth of what is shown, from mark to mark with Shift, and to the ends", () => {
    expect([at("ArrowRight", false, 1_500), at("ArrowLeft", false, 1_500)]).toEqual([1_510, 1_490]);
    expect([at("ArrowRight", true, 1_500), at("ArrowLeft", true, 1_500)]).toEqual([9_000, 100]);
    expect([at("ArrowRight", true, 9_000), at("ArrowLeft", true, 100)]).toEqual([10_000, 0]);
    expect([at("Home", false, 5), at("End", false, 5), at("x", false, 5)]).toEqual([0, 10_000, null]);
  });
  it("never leaves the bounds", () => {
    expect([at("ArrowLeft", false, 3), at("ArrowRight", false, 9_999)]).toEqual([0, 10_000]);
  });
});

describe("revealIn", () => {
  it("keeps a view that shows the moment, and moves one that does not without changing its width", () => {
    const wide = { fromMs: 10_000, toMs: 20_000 };
    const whole = { fromMs: 0, toMs: 100_000 };
    expect(revealIn(15_000, wide, whole)).toBe(wide);
    expect(revealIn(60_000, wide, whole)).toEqual({ fromMs: 55_000, toMs: 65_000 });
    expect(revealIn(99_000, wide, whole)).toEqual({ fromMs: 90_000, toMs: 100_000 });
  });
});

describe("stretchTo", () => {
  it("puts every moment of what was drawn where it stands in the view", () => {
    const span = fc.record({
      fromMs: fc.integer({ min: 0, max: 9_000 }),
      widthMs: fc.integer({ min: 10, max: 9_000 }),
    });
    fc.assert(
      fc.property(span, span, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
        const drawn = { fromMs: a.fromMs, toMs: a.fromMs + a.widthMs };
        const shown = { fromMs: b.fromMs, toMs: b.fromMs + b.widthMs };
        const { shift, scale } = stretchTo(drawn, shown);
        const atMs = drawn.fromMs + share * a.widthMs;
        expect(share * scale + shift).toBeCloseTo(shareOf(atMs, shown), 6);
      }),
    );
  });
});
