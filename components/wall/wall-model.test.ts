import { expect, test } from "vitest";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { LockRow, NodeRow, OwnerRow } from "#lib/contract/rows.ts";
import { openIncidents, wallModel } from "./wall-model.ts";

const none = { locks: [], nodes: [], owners: [], incidents: [], operations: [] };
const incident = (id: string, change: Partial<IncidentRow> = {}) =>
  ({
    ...{ id, severity: "warning", state: "open", resources: ["aim"], nodes: [], affected: 0, openedAt: 1 },
    ...{ acknowledged: null, mergedInto: null },
    ...change,
  }) as IncidentRow;
const operation = (id: string, change: Partial<OperationRow> = {}) =>
  ({
    id,
    kind: "drain",
    state: "running",
    endedAt: null,
    createdAt: 1,
    awaitsAck: false,
    ...change,
  }) as OperationRow;

test("a bypass in force stands before who is awaited, before a clear; what ended or is only planned is not there", () => {
  const operations = [
    operation("drain"),
    operation("planned", { state: "planned" }),
    operation("done", { state: "done", endedAt: 2 }),
    operation("clear", { kind: "clear" }),
    operation("asks", { awaitsAck: true }),
    operation("bypass", { kind: "bypass" }),
    operation("drilled", { drill: true }),
  ];
  const { real, drill } = wallModel({ ...none, operations });
  expect(real.operations.map(({ id }) => id)).toEqual(["bypass", "asks", "clear", "drain"]);
  expect(drill.operations.map(({ id }) => id)).toEqual(["drilled"]);
});

test("an incident that nobody has acknowledged is counted as such; a drill's is never among the real ones", () => {
  const incidents = [
    incident("a", { severity: "critical" }),
    incident("b", { acknowledged: { by: { kind: "user", id: "u", name: "Alex" }, at: 1 } }),
    incident("c", { state: "mitigated" }),
    incident("d", { state: "resolved" }),
    incident("e", { mergedInto: "a" }),
    incident("f", { resources: ["drill:aim"] }),
  ];
  const { real, drill } = wallModel({ ...none, incidents });
  expect(real.incidents.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(openIncidents(real)).toMatchObject({ open: 2, mitigated: 1, unclaimed: 1, worst: { id: "a" } });
  expect(drill.incidents.map(({ id }) => id)).toEqual(["f"]);
});

test("100,000 locks and 10,000 nodes are summed in a small part of the second in which that is done once", () => {
  const states = ["held", "held", "held", "free", "hot"] as const;
  const locks = Array.from({ length: 100_000 }, (_, i) => {
    const id = `native/lock-${i}`;
    const state = i % 5_000 === 0 ? "hot" : (states[i % 4] ?? "held");
    return {
      id,
      resource: id,
      node: null,
      state,
      verdict: "live",
      refusals: i % 97,
      refusedSince: i,
    } as LockRow;
  });
  const nodes = Array.from(
    { length: 10_000 },
    (_, i) => ({ name: `n-${i}`, group: `g-${i % 30}`, state: "up", hot: 0, stale: 0 }) as NodeRow,
  );
  const owners = Array.from(
    { length: 10_000 },
    (_, i) =>
      ({
        id: `o-${i}`,
        kind: "session",
        node: `n-${i}`,
        state: "open",
        verdict: "live",
        locks: 1,
      }) as OwnerRow,
  );
  const rows = { ...none, locks, nodes, owners };
  wallModel(rows);
  const before = process.cpuUsage();
  for (let run = 0; run < 5; run += 1) expect(wallModel(rows).real.locks.counts.total).toBe(100_000);
  // Time of the processor, so that what else runs on the machine does not count. About 4 ms on a quiet core.
  expect(process.cpuUsage(before).user / 1_000 / 5).toBeLessThan(150);
});
