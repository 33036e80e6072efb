import { expect, test } from "vitest";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { StoryFacts } from "#lib/drill/director/facts.ts";
import { promptsOf } from "./prompts.ts";

const nothing: StoryFacts = { lease: null, flocks: [], operations: [], incident: null };
const operation = (over: Partial<OperationRow>) =>
  ({ id: "op_1", confirmedAt: 1, awaitsAck: false, lockId: "kernel/1", ...over }) as OperationRow;
const keys = (facts: Partial<StoryFacts>, variation = {}) =>
  promptsOf({ ...nothing, ...facts }, variation).map(({ key }) => key);

test("an acknowledged clear asks for its drain until there is one, and not where the owner lives", () => {
  const clear = operation({ kind: "clear", state: "waiting" });
  expect(keys({ operations: [{ ...clear, awaitsAck: true }] })).toEqual([]);
  expect(keys({ operations: [clear] })).toEqual(["drain op_1"]);
  expect(keys({ operations: [clear] }, { ownerReturns: true })).toEqual([]);
  expect(keys({ operations: [operation({ kind: "drain", state: "running" }), clear] })).toEqual([]);
});

test("after the flock the lease is due, until its clear is planned", () => {
  const lease = { verdict: "orphan" } as StoryFacts["lease"];
  const flock = operation({ kind: "clear", state: "done" });
  expect(keys({ lease, operations: [flock] })).toEqual(["lease"]);
  const planned = operation({ kind: "clear", state: "planned", lockId: "native/drill:aim_lock_config.conf" });
  expect(keys({ lease, operations: [planned, flock] })).toEqual([]);
});

test("the incident is over only when it is resolved", () => {
  const of = (state: string, acknowledged: unknown) =>
    keys({ incident: { id: "inc_1", state, acknowledged } as StoryFacts["incident"] });
  expect(of("open", null)).toEqual(["incident"]);
  expect(of("mitigated", { at: 1 })).toEqual([]);
  expect(of("resolved", { at: 1 })).toEqual(["resolved"]);
});
