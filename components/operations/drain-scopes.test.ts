import { expect, test } from "vitest";
import { drainable, drainScopes, suggestedScopes } from "./drain-scopes.ts";

const units = [
  { node: "node-3", service: "orchestrator" },
  { node: "drone-1", service: "flight" },
  { node: "drone-2", service: "flight" },
];
const groups: Record<string, string> = { "node-3": "aim", "drone-1": "west", "drone-2": "west" };

test("every part of the fleet that has units can be drained, with its exact count", () => {
  const scopes = drainScopes(units, (node) => groups[node]);
  expect(scopes.service).toEqual([
    { scope: { type: "service", service: "flight", node: null }, units: 2 },
    { scope: { type: "service", service: "flight", node: "drone-1" }, units: 1 },
    { scope: { type: "service", service: "flight", node: "drone-2" }, units: 1 },
    { scope: { type: "service", service: "orchestrator", node: null }, units: 1 },
  ]);
  expect(scopes.group).toEqual([
    { scope: { type: "group", group: "aim" }, units: 1 },
    { scope: { type: "group", group: "west" }, units: 2 },
  ]);
  expect(scopes.fleet).toEqual([{ scope: { type: "fleet" }, units: 3 }]);
  expect(drainScopes([], () => undefined).fleet).toEqual([]);
});

test("a roster suggests only what holds somebody who is still free", () => {
  const scopes = drainScopes(units, (node) => groups[node]);
  const roster = [
    { node: "node-3", service: "orchestrator", state: "free" },
    { node: "drone-1", service: "flight", state: "paused" },
  ];
  expect(suggestedScopes(roster, scopes).map(({ scope }) => scope)).toEqual([
    { type: "service", service: "orchestrator", node: null },
    { type: "node", node: "node-3" },
  ]);
});

test("only what the plan would stop is counted", () => {
  const unit = { node: "node-7", service: "watchdog", state: "running" as const, can: ["drain"] };
  const lost = { ...unit, service: "guardian", state: "lost" as const };
  const deaf = { ...unit, node: "node-8", can: ["apply"] };
  const agent = { ...unit, service: "locksmith-agent" };
  expect(drainable([unit, lost, deaf, agent], null)).toEqual([unit]);
  expect(drainable([unit], { node: "node-7", service: "watchdog" })).toEqual([]);
  expect(drainable([unit], { node: "node-1", service: "watchdog" })).toEqual([unit]);
});
