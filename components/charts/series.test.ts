import { describe, expect, it } from "vitest";
import { missingSpans, prepareBars, prepareStack, type SeriesPoint } from "./series.ts";

const minute = 60_000;
const range = { fromMs: 0, toMs: 4 * minute };
const points: SeriesPoint[] = [
  { atMs: 0, values: { up: 3, late: 1 } },
  { atMs: minute, values: { up: 4 } },
  { atMs: 3 * minute + 17, values: { up: 2, late: 2 } },
];

describe("prepareStack", () => {
  const rows = prepareStack(points, ["up", "late"], range, minute);

  it("stacks the keys in order and holds a value for its whole step", () => {
    expect(rows.slice(0, 2)).toEqual([
      { atMs: 0, ranges: { up: [0, 3], late: [3, 4] } },
      { atMs: minute - 1, ranges: { up: [0, 3], late: [3, 4] } },
    ]);
  });

  it("counts a key that is missing in a known step as zero", () => {
    expect(rows[2]?.ranges).toEqual({ up: [0, 4], late: [4, 4] });
  });

  it("breaks where nothing is known", () => {
    expect(rows.filter((row) => row.ranges === null)).toEqual([{ atMs: 2 * minute, ranges: null }]);
  });
});

it("prepareBars tells zero from not known", () => {
  const bars = prepareBars(
    [
      { atMs: 0, value: 0 },
      { atMs: 3 * minute, value: 7 },
    ],
    range,
    minute,
  );
  expect(bars.map((bar) => bar.value)).toEqual([0, null, null, 7]);
});

describe("missingSpans", () => {
  it("joins steps that are missing side by side", () => {
    expect(missingSpans([{ atMs: 0 }, { atMs: 3 * minute }], range, minute)).toEqual([
      { fromMs: minute, toMs: 3 * minute },
    ]);
  });
  it("does not judge the step that has not ended", () => {
    const open = { fromMs: 0, toMs: 4 * minute + 10 };
    expect(
      missingSpans(
        [0, 1, 2, 3].map((n) => ({ atMs: n * minute })),
        open,
        minute,
      ),
    ).toEqual([]);
  });
  it("is the whole range when nothing came", () => {
    expect(missingSpans([], range, minute)).toEqual([range]);
  });
});
