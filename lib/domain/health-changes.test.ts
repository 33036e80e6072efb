import fc from "fast-check";
import { expect, test } from "vitest";
import type { Health } from "./fleet-state.ts";
import { type HealthChange, isHealthNews, sumHealth } from "./health-changes.ts";

const hot: Health = { level: "halted", text: "paused in mid-patrol: aim.conf HOT", resource: "aim.conf" };
const slow: Health = { level: "impaired", text: "throttled to 20 %", resource: "aim.conf" };
const of = (node: string, group: string, before: Health | null, after: Health | null): HealthChange => ({
  node,
  group,
  before,
  after,
});

test("many nodes of a group that changed alike are one line, and a single one is named", () => {
  const drones = Array.from({ length: 43 }, (_, i) => of(`drone-${i}`, "patrol-a", null, hot));
  expect(sumHealth([...drones, of("node-1", "research", null, slow)])).toEqual([
    {
      kind: "health.halted",
      severity: "warning",
      node: null,
      resource: "aim.conf",
      text: "43 nodes of patrol-a halted: paused in mid-patrol: aim.conf HOT (drone-0, drone-1, drone-2, …).",
    },
    {
      kind: "health.impaired",
      severity: "warning",
      node: "node-1",
      resource: "aim.conf",
      text: "node-1 works less: throttled to 20 %.",
    },
  ]);
});

test("who is well again is told with what it was about", () => {
  expect(sumHealth([of("a", "g", hot, null), of("b", "g", hot, null)])).toEqual([
    {
      kind: "health.well",
      severity: "info",
      node: null,
      resource: "aim.conf",
      text: "2 nodes of g are well again (a, b).",
    },
  ]);
});

test("other words for the same are no news; another level or another cause is", () => {
  expect(isHealthNews(hot, { ...hot, text: "still" })).toBe(false);
  expect(isHealthNews(hot, { ...hot, resource: "other.conf" })).toBe(true);
  expect(isHealthNews(hot, slow)).toBe(true);
  expect(isHealthNews(null, null)).toBe(false);
});

test("however many nodes and groups change, the lines are few, and every node is counted once", () => {
  const change = fc.record({
    node: fc.string(),
    group: fc.string({ maxLength: 3 }),
    before: fc.constantFrom(hot, slow),
    after: fc.constantFrom(hot, slow, null),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
      const notes = sumHealth(changes);
      expect(notes.length).toBeLessThanOrEqual(3 * 40);
      const told = notes.map(({ node, text }) => (node === null ? Number.parseInt(text, 10) : 1));
      expect(told.reduce((a, b) => a + b, 0)).toBe(changes.length);
    }),
  );
});
