import { expect, test } from "vitest";
import { chartRange } from "./chart-range.ts";

const minute = 60_000;
const t0 = Date.UTC(2026, 10, 23, 3, 0);
const series = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ minuteAt: t0 + (from + i) * minute }));

test("what was recorded fills the chart from its first minute on, and says since when", () => {
  const range = chartRange(series(0, 25), t0 + 25 * minute + 5_000, 60);
  expect(range).toEqual({ fromMs: t0, toMs: t0 + 25 * minute, sinceMs: t0 });
});

test("in the first minutes there is a little room, and with enough data the time asked for", () => {
  expect(chartRange(series(0, 2), t0 + 2 * minute, 60)).toEqual({
    fromMs: t0 - 3 * minute,
    toMs: t0 + 2 * minute,
    sinceMs: t0,
  });
  expect(chartRange(series(0, 61), t0 + 61 * minute, 60)).toEqual({
    fromMs: t0 + minute,
    toMs: t0 + 61 * minute,
    sinceMs: null,
  });
  expect(chartRange([], t0 + 5_000, 60)).toEqual({ fromMs: t0 - 60 * minute, toMs: t0, sinceMs: null });
});

test("the minute that runs is shown once something of it is known; what stays away is missing", () => {
  expect(chartRange(series(0, 71), t0 + 70 * minute + 5_000, 60).toMs).toBe(t0 + 71 * minute);
  expect(chartRange(series(0, 70), t0 + 70 * minute + 100, 60).toMs).toBe(t0 + 70 * minute);
  expect(chartRange(series(0, 70), t0 + 75 * minute + 100, 60).toMs).toBe(t0 + 75 * minute);
});
