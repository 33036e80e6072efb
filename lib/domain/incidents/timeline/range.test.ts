import { expect, test } from "vitest";
import { pictureFrom, rangeOf } from "./range.ts";

const min = 60_000;
const day = 24 * 60 * min;
const opened = 10 * day;
const course = { openedAt: opened, mitigatedAt: null, resolvedAt: null, signals: [] };

test("an incident is told from before its first sign to shortly after its end", () => {
  expect(rangeOf(course, opened + 3 * min)).toEqual({
    from: opened - 10 * min,
    to: opened + 3 * min,
    firstAt: opened,
  });
  const late = { ...course, signals: [{ since: opened - 5 * min }, { since: opened - 90 * day }] };
  expect(rangeOf(late, opened).from).toBe(opened - day - 10 * min);
  const over = { ...course, mitigatedAt: opened + min, resolvedAt: opened + 20 * min };
  expect(rangeOf(over, opened + day).to).toBe(opened + 25 * min);
  expect(rangeOf({ ...over, resolvedAt: null }, opened + day).to).toBe(opened + 31 * min);
});

test("the picture of a short incident begins shortly before it", () => {
  const after = (ms: number) => pictureFrom({ from: opened - 10 * min, to: opened + ms, firstAt: opened });
  expect(after(5_000)).toBe(opened - min);
  expect(after(4 * min)).toBe(opened - 4 * min);
  expect(after(day)).toBe(opened - 10 * min);
});

test("nothing is told of the time before anything was recorded, nor before its drill began", () => {
  const began = opened - 2 * min;
  const signals = [{ since: opened - min }];
  const range = rangeOf({ ...course, signals }, opened + 5 * min, began);
  expect(range).toMatchObject({ from: began, firstAt: opened - min });
  expect(pictureFrom(range)).toBe(began);
  expect(rangeOf({ ...course, signals: [{ since: opened - 9 * min }] }, opened, began).firstAt).toBe(began);
  // A clock that was set back never puts the beginning behind its opening.
  expect(rangeOf(course, opened, opened + min).from).toBe(opened);
});
