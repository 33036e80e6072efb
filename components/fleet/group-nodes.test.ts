import fc from "fast-check";
import { expect, test } from "vitest";
import type { NodeRow } from "#lib/contract/rows.ts";
import { nodeStates } from "#lib/domain/states.ts";
import { countStates, filterNodes, groupNodes } from "./group-nodes.ts";

function node(name: string, change: Partial<NodeRow> = {}): NodeRow {
  return {
    name,
    kind: "host",
    group: "default",
    labels: {},
    state: "up",
    sessionId: null,
    agentVersion: null,
    bootId: null,
    kernel: null,
    limitations: [],
    locks: 0,
    hot: 0,
    stale: 0,
    lastBeatAt: null,
    lastReportAt: null,
    firstSeenAt: 0,
    revision: 1,
    ...change,
  };
}

const anyNodes = fc.array(
  fc
    .record({
      name: fc.string({ maxLength: 8 }),
      group: fc.constantFrom("patrol-1", "patrol-2", "arms"),
      kind: fc.constantFrom("drone", "arm"),
      state: fc.constantFrom(...nodeStates),
      hot: fc.nat(3),
    })
    .map(({ name, ...change }) => node(name, change)),
);

test("numbers in names count as numbers", () => {
  const [group] = groupNodes([node("node-10"), node("node-2")], "group");
  expect(group?.nodes.map((n) => n.name)).toEqual(["node-2", "node-10"]);
});

test("grouping loses no node and counts each once", () => {
  fc.assert(
    fc.property(anyNodes, fc.constantFrom("group" as const, "kind" as const), (nodes, by) => {
      const groups = groupNodes(nodes, by);
      expect(groups.flatMap((g) => g.nodes).toSorted(byName)).toEqual(nodes.toSorted(byName));
      const counted = groups.flatMap((g) => Object.values(g.counts)).reduce((a, b) => a + b, 0);
      expect(counted).toBe(nodes.length);
      expect(groups.reduce((sum, g) => sum + g.hot, 0)).toBe(nodes.reduce((sum, n) => sum + n.hot, 0));
    }),
  );
});

function byName(a: NodeRow, b: NodeRow): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

test("a filter keeps what matches all of its parts", () => {
  const nodes = [node("drone-1", { kind: "drone", state: "late" }), node("arm-1", { kind: "arm" })];
  const none = { q: "", states: [], kinds: [], groups: [], world: "all" as const };
  expect(filterNodes(nodes, none)).toHaveLength(2);
  expect(filterNodes(nodes, { ...none, q: "DRONE" }).map((n) => n.name)).toEqual(["drone-1"]);
  expect(filterNodes(nodes, { ...none, states: ["late"], kinds: ["arm"] })).toEqual([]);
  expect(countStates(nodes)).toMatchObject({ late: 1, up: 1, silent: 0 });
});

test("a node is counted by what it shows: silence before a pause, a pause before its own complaint", () => {
  const health = { level: "halted" as const, text: "stalled", resource: null };
  const nodes = [
    node("arm-1", { health }),
    node("arm-2", { health, paused: true }),
    node("arm-3", { health, paused: true, state: "silent" }),
    node("cpu-1", { health: { ...health, level: "impaired" } }),
  ];
  expect(groupNodes(nodes, "group")[0]?.counts).toEqual({ halted: 1, paused: 1, silent: 1, impaired: 1 });
  const none = { q: "", states: ["halted"], kinds: [], groups: [], world: "all" as const };
  expect(filterNodes(nodes, none).map(({ name }) => name)).toEqual(["arm-1"]);
});

test("what is real comes before what is of a drill, and no group holds both", () => {
  const nodes = [
    node("drill:drone-1", { group: "drill:patrol-a", kind: "drone" }),
    node("drone-1", { group: "zebra", kind: "drone" }),
  ];
  expect(groupNodes(nodes, "group").map(({ name }) => name)).toEqual(["zebra", "drill:patrol-a"]);
  expect(groupNodes(nodes, "kind").map(({ name }) => name)).toEqual(["drone", "drill:drone"]);
  const drill = { q: "", states: [], kinds: [], groups: [], world: "drill" as const };
  expect(filterNodes(nodes, drill).map(({ name }) => name)).toEqual(["drill:drone-1"]);
});
