import fc from "fast-check";
import { expect, test } from "vitest";
import { cellLines, cellPx, drawnCells, partPlace } from "./cell-lines.ts";

const counts = fc.integer({ min: 0, max: 3_000 });
const widths = fc.integer({ min: 1, max: 3_000 });

test("parts follow each other without a gap, and are as high as all lines", () => {
  fc.assert(
    fc.property(counts, widths, (count, widthPx) => {
      const lines = cellLines(count, widthPx);
      expect(lines.heightPx).toBe(Math.ceil(count / Math.max(1, Math.floor(widthPx / cellPx))) * cellPx);
      let endPx = 0;
      for (let part = 0; part < lines.parts; part += 1) {
        const { top, height } = partPlace(part, lines);
        expect(top).toBe(endPx);
        expect(height).toBeGreaterThan(0);
        endPx += height;
      }
      if (lines.parts > 0) expect(endPx).toBe(lines.heightPx);
    }),
  );
});

test("the drawn cells begin with a line, where their first part is, and fill all parts that are in sight", () => {
  fc.assert(
    fc.property(fc.integer({ min: 401, max: 3_000 }), widths, fc.nat(), fc.nat(), (count, widthPx, a, b) => {
      const lines = cellLines(count, widthPx);
      const [first = 0, last = 0] = [a % lines.parts, b % lines.parts].sort((x, y) => x - y);
      const { from, to, topPx } = drawnCells(count, lines, { first, last });
      expect(from % lines.columns).toBe(0);
      expect(topPx).toBe((from / lines.columns) * cellPx);
      expect(topPx).toBe(partPlace(first, lines).top);
      const { top, height } = partPlace(last, lines);
      expect(topPx + Math.ceil((to - from) / lines.columns) * cellPx).toBe(top + height);
      if (last === lines.parts - 1) expect(to).toBe(count);
    }),
  );
});

test("a small fleet is drawn whole, a large one where it is in sight", () => {
  expect(drawnCells(101, cellLines(101, 0), null)).toEqual({ from: 0, to: 101, topPx: 0 });
  for (const widthPx of [0, 1_200]) {
    expect(drawnCells(10_000, cellLines(10_000, widthPx), null)).toEqual({ from: 0, to: 0, topPx: 0 });
  }
  expect(drawnCells(10_000, cellLines(10_000, 0), { first: 0, last: 0 })).toMatchObject({ from: 0, to: 0 });
});
