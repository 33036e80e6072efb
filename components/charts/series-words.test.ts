import { expect, it } from "vitest";
import { describeBars, describeStates } from "./series-words.ts";

const minute = 60_000;
const t0 = Date.UTC(2026, 10, 23, 3, 12);
const range = { fromMs: t0, toMs: t0 + 4 * minute };

it("bars: total, peak, and what is missing", () => {
  const points = [
    { atMs: t0, value: 2 },
    { atMs: t0 + minute, value: 5 },
  ];
  expect(describeBars(points, "refusals", range, minute, "utc")).toBe(
    "From 03:12:00 to 03:16:00 UTC: 7 refusals, at most 5 at 03:13:00. Not known for 2 of the steps.",
  );
});

it("states: how it stands now", () => {
  const points = [0, 1, 2, 3].map((n) => ({ atMs: t0 + n * minute, values: { up: 4 - n, late: n } }));
  expect(describeStates(points, ["up", "late"], range, minute, "utc")).toBe(
    "From 03:12:00 to 03:16:00 UTC: at the end 1 up, 3 late.",
  );
  expect(describeStates([], ["up"], range, minute, "utc")).toContain("nothing is known. Not known for 4");
});
