import { expect, test } from "vitest";
import type { KernelLock } from "#lib/contract/agent.ts";
import type { UnitReport } from "#lib/contract/orders.ts";
import { confirmOperation } from "#lib/server/operations/confirm-operation.ts";
import { ada, agentOfNode, ben, ClearWorld, reason } from "#lib/server/operations/testing/clear-world.ts";
import { reportOrders } from "#lib/server/orders/report-orders.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import { kernelLock } from "#lib/server/testing/records.ts";

const node = "node-7";
const lockKey = "flock/8:1:99/0-EOF";

/** A taker that died, and a child that inherited its lock. */
function orphanOf(lock: KernelLock): KernelLock {
  const heir = {
    relation: "younger-than-taker",
    parent: "init",
    detached: false,
    sameProgram: false,
  } as const;
  return {
    ...lock,
    holders: lock.holders.map((holder) => ({ ...holder, ...heir, recordedPid: 1968, reparented: true })),
    takers: [{ recordedPid: 1968, status: "gone", process: null, seenStartTime: 777 }],
  };
}

test("a drain that people made for a kernel clear puts its units on the roster, and opens it only when all pause", async () => {
  const world = await ClearWorld.open();
  world.locks = [orphanOf(kernelLock(node, lockKey, [2018]))];
  await world.pass(2_000);
  const session = { node, service: "arm", instanceId: "arm-instance", ttlMs: 3_600_000, processes: [] };
  const body = { ...session, command: null, user: null, unit: null, role: "worker", resources: [] } as const;
  const { sessionId } = await openSession(world.context, agentOfNode, {
    ...body,
    processes: [],
    resources: [],
  });
  const unit = (name: string, change: Partial<UnitReport> = {}): UnitReport => ({
    unit: name,
    service: "arm",
    kind: "in-process",
    can: ["drain"],
    state: "running",
    tasks: null,
    operationId: null,
    orderIds: [],
    holdRemainingMs: null,
    note: null,
    ...change,
  });
  const say = (units: UnitReport[]) =>
    reportOrders(world.context, agentOfNode, sessionId, {
      units,
      results: [],
      configs: [],
      telemetry: [],
      notes: [],
    });
  await say([unit("main"), unit("side")]);
  const key = `${node}/${lockKey}`;
  const spec = { kind: "clear", source: "kernel", key, successor: null, killAfterMs: null } as const;
  const clear = await world.planOf(spec, ada);
  const gate = async () =>
    (await world.operation(clear.id))?.gates.find(({ id }) => id === "quiesced") ?? null;
  await world.confirm(clear, ada);
  await world.acknowledge(clear, ben);
  await world.pass(1_000);
  expect((await gate())?.because).toContain("Nobody is on the roster");

  const scope = { type: "service", service: "arm", node } as const;
  const times = { holdMs: 60_000, deadlineMs: 20_000, onDeadline: "give-up" } as const;
  const drain = await world.planOf({ kind: "drain", scope, ...times, forOperation: clear.id }, ada);
  const words = { reason, typedName: "arm", readNotVerified: true };
  const input = { actor: ada, id: drain.id, key: null, reviewed: drain.snapshot };
  await confirmOperation(world.context, input, words);
  await world.pass(1_000);
  const paused = (name: string) =>
    unit(name, { state: "paused", orderIds: [`${drain.id}/${name}`], holdRemainingMs: 60_000 });
  await say([paused("main"), unit("side")]);
  await world.pass(500);
  expect(await gate()).toMatchObject({ state: "shut", awaiting: ["side of arm on node-7"] });
  await say([paused("main"), paused("side")]);
  await world.pass(500);
  expect(await gate()).toMatchObject({ state: "open" });
  const roster = (await world.operation(clear.id))?.roster ?? [];
  expect(roster.map(({ because, state }) => `${because} ${state}`)).toEqual([
    "named drained",
    "named drained",
  ]);
  expect((await world.operation(clear.id))?.state).toBe("running");
});
