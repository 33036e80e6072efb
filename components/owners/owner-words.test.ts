import { expect, test } from "vitest";
import type { OwnerRow } from "#lib/contract/rows.ts";
import { byAttention, filterOwners, ownerState } from "./owner-words.ts";

function owner(id: string, change: Partial<OwnerRow> = {}): OwnerRow {
  return {
    id,
    kind: "session",
    node: "node-1",
    service: "watchdog",
    command: null,
    pid: 1968,
    user: null,
    unit: null,
    state: "open",
    verdict: "live",
    beats: 3,
    lastBeatAt: 1,
    rhythmMs: 1000,
    ttlMs: 5000,
    locks: 0,
    openedAt: 0,
    revision: 1,
    ...change,
  };
}

test("who is gone comes first, who said goodbye last", () => {
  const rows = [
    owner("closed", { state: "closed", verdict: "orphan" }),
    owner("live"),
    owner("suspect", { verdict: "suspect" }),
    owner("orphan", { verdict: "orphan" }),
  ];
  expect(rows.toSorted(byAttention).map((r) => r.id)).toEqual(["orphan", "suspect", "live", "closed"]);
  expect(ownerState(owner("x", { state: "closed", verdict: "orphan" }))).toBe("stopped");
});

test("a filter finds owners by process id, node and what they are", () => {
  const rows = [owner("a"), owner("b", { pid: 7, node: "node-7", kind: "process", verdict: "ghost" })];
  const none = { q: "", verdict: [], kind: [], node: "", world: "all" as const };
  expect(filterOwners(rows, { ...none, q: "1968" }).map((r) => r.id)).toEqual(["a"]);
  expect(filterOwners(rows, { ...none, node: "node-7" }).map((r) => r.id)).toEqual(["b"]);
  expect(filterOwners(rows, { ...none, verdict: ["ghost"], kind: ["session"] })).toEqual([]);
});
