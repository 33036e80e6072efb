import { expect, test } from "vitest";
import { gridItems, gridRange, indexNear, scrollTo } from "./grid-range.ts";

const heightPx = 32;

test("the rows in view are in the document, with some to spare, and a small scroll changes nothing", () => {
  for (const scrolledPx of [0, 1, 31, 32, 1_000, 3_199_000]) {
    const { first, end } = gridRange(scrolledPx, 700, heightPx);
    expect(first * heightPx).toBeLessThanOrEqual(Math.max(0, scrolledPx - 8 * heightPx));
    expect(end * heightPx).toBeGreaterThanOrEqual(scrolledPx + 700 + 8 * heightPx);
    expect(end - first).toBeLessThan(700 / heightPx + 16 + 10);
  }
  expect(gridRange(3_200, 704, heightPx)).toEqual(gridRange(3_210, 694, heightPx));
});

test("only rows that exist are shown, a list that became shorter from its end, and the focused row wherever it is", () => {
  expect(gridItems({ first: 0, end: 44 }, 3, heightPx, -1).map((item) => item.index)).toEqual([0, 1, 2]);
  const shorter = gridItems({ first: 900, end: 944 }, 100, heightPx, -1);
  expect(shorter[0]?.index).toBe(56);
  expect(shorter.at(-1)).toEqual({ index: 99, start: 99 * heightPx });
  expect(gridItems({ first: 20, end: 24 }, 100, heightPx, 3).map((item) => item.index)).toEqual([
    3, 20, 21, 22, 23,
  ]);
  expect(gridItems({ first: 20, end: 22 }, 100, heightPx, 70).map((item) => item.index)).toEqual([
    20, 21, 70,
  ]);
  expect(gridItems({ first: 20, end: 22 }, 100, heightPx, 21)).toHaveLength(2);
  expect(gridItems({ first: 20, end: 22 }, 0, heightPx, 5)).toEqual([]);
});

test("a row that is in view stays where it is, another comes just into view", () => {
  expect(scrollTo(5, 100, 640, heightPx)).toBeNull();
  expect(scrollTo(2, 100, 640, heightPx)).toBe(64);
  expect(scrollTo(23, 100, 640, heightPx)).toBe(24 * heightPx - 640);
});

test("a row is found again wherever it went", () => {
  const rows = Array.from({ length: 9 }, (_, i) => ({ id: String(i) }));
  for (const row of rows) expect(indexNear(rows, row.id, 6)).toBe(Number(row.id));
  expect(indexNear(rows, "8", 40)).toBe(8);
  expect(indexNear(rows, "none", 4)).toBe(-1);
  expect(indexNear([], "0", 0)).toBe(-1);
});
