import { expect, test } from "vitest";
import { type MeasureFacts, measureNode } from "./measure.ts";

const facts: MeasureFacts = {
  seed: "drl_1",
  node: "drill:drone-7",
  config: "drill:aim_lock_config.conf",
  nowMs: 60_000,
  shadowFromMs: 50_000,
  shadowIsBad: false,
};
const value = (of: MeasureFacts, metric: string, variant: string) =>
  measureNode(of).find((point) => point.metric === metric && point.variant === variant)?.value ?? Number.NaN;

test("the same moment of the same drill measures the same, another drone something else", () => {
  expect(measureNode(facts)).toEqual(measureNode(facts));
  expect(measureNode({ ...facts, node: "drill:drone-8" })).not.toEqual(measureNode(facts));
});

test("a shadow is measured only by who has one, and a good one stays close to what runs", () => {
  expect(measureNode({ ...facts, shadowFromMs: null }).every(({ variant }) => variant === "running")).toBe(
    true,
  );
  const gap =
    value(facts, "trajectory_deviation", "shadow") - value(facts, "trajectory_deviation", "running");
  expect(Math.abs(gap)).toBeLessThan(0.1);
});

test("a bad shadow leaves its course at once, and further with time", () => {
  const bad = { ...facts, shadowIsBad: true };
  const early = value({ ...bad, nowMs: 50_500 }, "trajectory_deviation", "shadow");
  const late = value(bad, "trajectory_deviation", "shadow");
  expect(early).toBeGreaterThan(1.5);
  expect(late).toBeGreaterThan(early + 1);
  expect(value(bad, "trajectory_deviation", "running")).toBeLessThan(0.5);
});
