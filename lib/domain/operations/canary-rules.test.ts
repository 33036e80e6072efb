import { describe, expect, test } from "vitest";
import { deviationPercent, judgeRule, medianOf, type RuleFacts, ruleRefusal } from "./canary-rules.ts";
import type { TelemetryRule } from "./canary-spec.ts";

const limit = (min: number | null, max: number | null): TelemetryRule => ({
  metric: "rate",
  kind: "limit",
  min,
  max,
  against: null,
  maxDeviationPercent: null,
});
const deviation = (against: "own" | "group" | null, percent: number | null = 20): TelemetryRule => ({
  ...limit(null, null),
  kind: "deviation",
  against,
  maxDeviationPercent: percent,
});
const facts = (change: Partial<RuleFacts> = {}): RuleFacts => ({
  value: 60,
  median: 60,
  baseline: 60,
  waitedMs: 1_000,
  graceMs: 10_000,
  ...change,
});

describe("a limit", () => {
  test.each([
    [50, 70, 60, "pass"],
    [50, 70, 50, "pass"],
    [50, 70, 49.99, "fail"],
    [50, 70, 70.01, "fail"],
    [null, 70, -1e9, "pass"],
    [50, null, 1e9, "pass"],
    [0, null, -0.1, "fail"],
  ] as const)("from %j to %j judges %j as %s", (min, max, value, state) => {
    expect(judgeRule(limit(min, max), facts({ value })).state).toBe(state);
  });
});

describe("a deviation", () => {
  test.each([
    [60, 72, "pass"],
    [60, 72.1, "fail"],
    [60, 48, "pass"],
    [-60, -72, "pass"],
    [-60, 60, "fail"],
    [0, 0, "pass"],
    [0, 0.001, "fail"],
  ] as const)("of %j to %j is %s", (baseline, median, state) => {
    expect(judgeRule(deviation("own"), facts({ baseline, median })).state).toBe(state);
  });
  test("of zero there is no percentage, and it says so", () => {
    expect(deviationPercent(1, 0)).toBeNull();
    expect(judgeRule(deviation("own"), facts({ baseline: 0, median: 1 })).text).toContain("no percentage");
  });
});

describe("data that do not come", () => {
  test.each([
    [limit(1, 2), { value: null }],
    [deviation("own"), { baseline: null }],
    [deviation("group"), { baseline: null }],
    [deviation("own"), { median: null }],
  ])("are waited for, and fail after the grace: %j with %j", (rule, change) => {
    expect(judgeRule(rule, facts({ ...change, waitedMs: 9_999 })).state).toBe("waiting");
    expect(judgeRule(rule, facts({ ...change, waitedMs: 10_000 })).state).toBe("fail");
    expect(judgeRule(rule, facts({ ...change, waitedMs: 0, graceMs: 0 })).state).toBe("fail");
  });
});

test.each([
  [limit(null, null), "needs a least"],
  [limit(2, 1), "above the greatest"],
  [deviation(null), "node's own values"],
  [deviation("own", null), "greatest percentage"],
])("a rule that judges nothing is refused: %j", (rule, words) => expect(ruleRefusal(rule)).toContain(words));

test("a median is of what there is", () => {
  expect(medianOf([])).toBeNull();
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(medianOf([4, 1, 2, 3])).toBe(2.5);
});
