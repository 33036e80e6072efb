import { expect, test } from "vitest";
import { pictureFrom, rangeOf } from "./range.ts";

const min = 60_000;
const day = 24 * 60 * min;
const opened = 10 * day;
const course = { openedAt: opened, mitigatedAt: null, resolvedAt: null, signals: [] };

test("an incident is told from before its first sign to shortly after its end", () => {
  expect(rangeOf(course, opened + 3 * min)).toEqual({ from: opened - 10 * min, to: opened + 3 * min });
  const late = { ...course, signals: [{ since: opened - 5 * min }, { since: opened - 90 * day }] };
  expect(rangeOf(late, opened).from).toBe(opened - day - 10 * min);
  const over = { ...course, mitigatedAt: opened + min, resolvedAt: opened + 20 * min };
  expect(rangeOf(over, opened + day).to).toBe(opened + 25 * min);
  expect(rangeOf({ ...over, resolvedAt: null }, opened + day).to).toBe(opened + 31 * min);
});

test("the picture of a short incident begins shortly before it", () => {
  const after = (ms: number) => pictureFrom({ from: opened - 10 * min, to: opened + ms });
  expect(after(5_000)).toBe(opened - min);
  expect(after(4 * min)).toBe(opened - 4 * min);
  expect(after(day)).toBe(opened - 10 * min);
});
