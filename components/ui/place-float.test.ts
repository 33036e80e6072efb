import fc from "fast-check";
import { expect, it } from "vitest";
import { placeFloat } from "./place-float.ts";

const viewport = { width: 400, height: 300 };
const size = { width: 100, height: 20 };

it("stands on the side asked for, in the middle of its anchor", () => {
  const anchor = { left: 150, top: 100, width: 40, height: 30 };
  expect(placeFloat(anchor, size, "top", viewport)).toEqual({ left: 120, top: 74 });
  expect(placeFloat(anchor, size, "right", viewport)).toEqual({ left: 196, top: 105 });
});

it("turns to the other side at the edge", () => {
  expect(placeFloat({ left: 150, top: 4, width: 40, height: 30 }, size, "top", viewport).top).toBe(40);
  expect(placeFloat({ left: 360, top: 100, width: 40, height: 30 }, size, "right", viewport).left).toBe(254);
});

it("is never outside the viewport", () => {
  const anchors = fc.record({
    left: fc.integer({ min: -50, max: 450 }),
    top: fc.integer({ min: -50, max: 350 }),
    width: fc.integer({ min: 1, max: 200 }),
    height: fc.integer({ min: 1, max: 100 }),
  });
  const sides = fc.constantFrom("top" as const, "right" as const, "bottom" as const, "left" as const);
  fc.assert(
    fc.property(anchors, sides, (anchor, side) => {
      const place = placeFloat(anchor, size, side, viewport);
      expect(place.left).toBeGreaterThanOrEqual(8);
      expect(place.top).toBeGreaterThanOrEqual(8);
      expect(place.left + size.width).toBeLessThanOrEqual(392);
      expect(place.top + size.height).toBeLessThanOrEqual(292);
    }),
  );
});
