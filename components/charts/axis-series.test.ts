import { describe, expect, it } from "vitest";
import { pointAt, prepareSteps, type StepPoint, stackTop, unknownSpans } from "./axis-series.ts";

const range = { fromMs: 0, toMs: 100 };
const points: StepPoint[] = [
  { atMs: 10, values: { up: 3 } },
  { atMs: 40, values: { up: 1, halted: 2 } },
  { atMs: 60, values: {} },
  { atMs: 80, values: { up: 4 } },
];

describe("prepareSteps", () => {
  it("holds each point until the next one, stacks its keys, and breaks where nothing is known", () => {
    expect(prepareSteps(points, ["up", "halted"], range)).toEqual([
      { atMs: 10, ranges: { up: [0, 3], halted: [3, 3] } },
      { atMs: 40, ranges: { up: [0, 3], halted: [3, 3] } },
      { atMs: 40, ranges: { up: [0, 1], halted: [1, 3] } },
      { atMs: 60, ranges: { up: [0, 1], halted: [1, 3] } },
      { atMs: 60, ranges: null },
      { atMs: 80, ranges: { up: [0, 4], halted: [4, 4] } },
      { atMs: 100, ranges: { up: [0, 4], halted: [4, 4] } },
    ]);
  });

  it("cuts at the edges of what is shown, where the value before still holds", () => {
    expect(prepareSteps(points, ["up"], { fromMs: 20, toMs: 30 })).toEqual([
      { atMs: 20, ranges: { up: [0, 3] } },
      { atMs: 30, ranges: { up: [0, 3] } },
    ]);
  });
});

describe("what is not known", () => {
  it("is before the first point and wherever a point says so, never zero", () => {
    expect(unknownSpans(points, range)).toEqual([
      { fromMs: 0, toMs: 10 },
      { fromMs: 60, toMs: 80 },
    ]);
    expect(unknownSpans([], range)).toEqual([range]);
    expect([pointAt(points, 5), pointAt(points, 70)]).toEqual([null, null]);
    expect(pointAt(points, 59)?.values).toEqual({ up: 1, halted: 2 });
    expect(pointAt(points, 40)?.atMs).toBe(40);
  });
});

it("the scale reaches to the most that were counted at once", () => {
  expect(stackTop(points)).toBe(4);
  expect(stackTop([])).toBe(0);
});
