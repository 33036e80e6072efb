import { expect, test } from "vitest";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { planFleet } from "./plan-fleet.ts";

const tally = (values: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

test("the story's fleet is 48 drones in four patrols, 12 arms, 32 research nodes, seven lock nodes and the control host", () => {
  const nodes = planFleet(101);
  expect(tally(nodes.map(({ kind }) => kind))).toEqual({
    drone: 48,
    arm: 12,
    compute: 32,
    lock: 7,
    control: 1,
  });
  expect(tally(nodes.filter(({ kind }) => kind === "drone").map(({ group }) => group))).toEqual({
    "drill:patrol-a": 12,
    "drill:patrol-b": 12,
    "drill:patrol-c": 12,
    "drill:patrol-d": 12,
  });
  expect(nodes.map(({ name }) => name)).not.toContain("drill:node-7");
});

test.each([101, 102, 250, 10_000])(
  "of %i nodes all but the real one are simulated, and all carry the label",
  (size) => {
    const nodes = planFleet(size);
    expect(nodes).toHaveLength(size - 1);
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(size - 1);
    expect(
      nodes.flatMap((n) => [n.name, n.group, n.service ?? n.name, n.guards ?? n.name]).every(isDrillName),
    ).toBe(true);
    expect(planFleet(101).every(({ name }) => nodes.some((node) => node.name === name))).toBe(true);
  },
);

test("each lock node guards a file of its own, and none the one of the story", () => {
  const guards = planFleet(10_000).flatMap((node) => node.guards ?? []);
  expect(new Set(guards).size).toBe(7);
  expect(guards).not.toContain("drill:aim_lock_config.conf");
});
