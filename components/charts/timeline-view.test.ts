import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampView, followView, moveByKey, panView, viewMinMs, zoomView } from "./timeline-view.ts";

const bounds = { fromMs: 0, toMs: 600_000 };

describe("zoomView", () => {
  it("keeps the moment under the pointer where it is", () => {
    expect(zoomView({ fromMs: 100_000, toMs: 300_000 }, 0.5, 150_000, bounds)).toEqual({
      fromMs: 125_000,
      toMs: 225_000,
    });
  });

  it("stays inside the bounds and above the narrowest view, whatever is turned", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
            place: fc.double({ min: 0, max: 1, noNaN: true }),
            pan: fc.double({ min: -5, max: 5, noNaN: true }),
          }),
          { maxLength: 30 },
        ),
        (turns) => {
          let view = bounds;
          for (const { factor, place, pan } of turns) {
            const anchor = view.fromMs + (view.toMs - view.fromMs) * place;
            view = panView(zoomView(view, factor, anchor, bounds), pan, bounds);
            expect(view.fromMs).toBeGreaterThanOrEqual(0);
            expect(view.toMs).toBeLessThanOrEqual(600_000.001);
            expect(view.toMs - view.fromMs).toBeGreaterThanOrEqual(viewMinMs - 0.001);
          }
        },
      ),
    );
  });
});

describe("followView", () => {
  const after = { fromMs: 0, toMs: 605_000 };
  it("goes on with the end when it touched it", () => {
    expect(followView({ fromMs: 500_000, toMs: 600_000 }, bounds, after)).toEqual({
      fromMs: 505_000,
      toMs: 605_000,
    });
  });
  it("stays with the past when that is what is looked at", () => {
    const past = { fromMs: 100_000, toMs: 200_000 };
    expect(followView(past, bounds, after)).toEqual(past);
  });
});

it("clampView moves rather than squeezes", () => {
  expect(clampView({ fromMs: -50_000, toMs: 50_000 }, bounds)).toEqual({ fromMs: 0, toMs: 100_000 });
});

describe("moveByKey", () => {
  const view = { fromMs: 100_000, toMs: 200_000 };
  it.each([
    ["ArrowLeft", 80_000, 180_000],
    ["PageDown", 200_000, 300_000],
    ["Home", 0, 100_000],
    ["End", 500_000, 600_000],
    ["+", 125_000, 175_000],
    ["-", 50_000, 250_000],
  ])("%s", (key, fromMs, toMs) => {
    expect(moveByKey(key, view, bounds)).toEqual({ fromMs, toMs });
  });
  it("leaves other keys to the page", () => {
    expect(moveByKey("Tab", view, bounds)).toBeNull();
  });
});
