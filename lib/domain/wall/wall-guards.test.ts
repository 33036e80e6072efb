import { expect, test } from "vitest";
import { pickGuards, type WallOwner } from "./wall-guards.ts";

function owner(id: string, change: Partial<WallOwner> = {}): WallOwner {
  const base = { kind: "session", node: "node-7", service: id, state: "open", verdict: "live" } as const;
  return { ...base, id, lastBeatAt: 1, locks: 0, ...change };
}

test("guardians are shown where there are any, those in trouble first, a drill's apart", () => {
  const owners = [
    owner("writer", { locks: 3 }),
    owner("b", { role: "guardian" }),
    owner("a", { role: "guardian" }),
    owner("dead", { role: "guardian", verdict: "orphan", state: "lost" }),
    owner("drilled", { role: "guardian", node: "drill:node-7" }),
  ];
  const { real, drill } = pickGuards(owners, 2);
  expect(real).toMatchObject({ total: 3, guardians: true });
  expect(real.shown.map(({ id }) => id)).toEqual(["dead", "a"]);
  expect(drill.shown.map(({ id }) => id)).toEqual(["drilled"]);
});

test("without guardians it is the services that hold locks; processes do not beat", () => {
  const owners = [
    owner("idle"),
    owner("few", { locks: 1 }),
    owner("many", { locks: 4 }),
    owner("proc", { kind: "process", locks: 9 }),
    owner("gone", { locks: 9, state: "closed" }),
  ];
  const { real } = pickGuards(owners, 5);
  expect(real.guardians).toBe(false);
  expect(real.shown.map(({ id }) => id)).toEqual(["many", "few"]);
});
