import { beforeEach, expect, test } from "vitest";
import type { KernelLock } from "#lib/contract/agent.ts";
import { limits } from "#lib/domain/limits.ts";
import { readLock } from "#lib/server/lists/read-lock.ts";
import { ben, ClearWorld, eve } from "#lib/server/operations/testing/clear-world.ts";
import { reportOrders } from "#lib/server/orders/report-orders.ts";
import { kernelLock } from "#lib/server/testing/records.ts";

const node = "node-7";
const lockKey = "flock/8:1:99/0-EOF";
const agent = { kind: "agent", id: "agent-7", name: node, node } as const;

let world: ClearWorld;
let clear: { id: string; snapshot: string };

/** A taker that died, and a child that inherited its lock. */
function orphan(): KernelLock {
  const lock = kernelLock(node, lockKey, [2018]);
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

/** Planned, confirmed, acknowledged; the last gate is overridden, because here nobody is there to pause. */
async function allowed(): Promise<void> {
  const spec = {
    kind: "clear",
    source: "kernel",
    key: `${node}/${lockKey}`,
    successor: null,
    killAfterMs: null,
  } as const;
  clear = await world.planOf(spec, ben);
  await world.confirm(clear, ben);
  await world.acknowledge(clear, eve);
  await world.pass(1_000);
  const bypass = { kind: "bypass", operationId: clear.id, gates: ["quiesced"], validMs: 30_000 } as const;
  const override = await world.planOf({ ...bypass, gates: ["quiesced"] }, ben);
  await world.confirm(override, ben);
  await world.acknowledge(override, eve);
}

beforeEach(async () => {
  world = await ClearWorld.open();
  world.locks = [orphan()];
  await world.pass(2_000);
  await allowed();
  await world.pass(1_000);
});

const orders = () => world.context.orders.list(world.agentSession).orders;
const state = async () => (await world.operation(clear.id))?.state;

async function say(outcome: "doing" | "done" | "refused" | "failed", text = "said"): Promise<void> {
  const result = { orderId: `${clear.id}/end`, outcome, text, lines: ["PID 2018 ended"], agoMs: 0 };
  const report = { results: [result], configs: [], telemetry: [], notes: [] };
  await reportOrders(world.context, agent, world.agentSession, report);
}

test("the agent alone is told, once, to end exactly those that were reviewed; what the scans show is the result", async () => {
  expect(await state()).toBe("running");
  expect(orders()).toMatchObject([
    {
      kind: "end-holders",
      orderId: `${clear.id}/end`,
      key: lockKey,
      holders: [{ pid: 2018, startTime: 20_180 }],
    },
  ]);
  await say("doing");
  await say("done");
  await say("done");
  expect(orders()).toEqual([]);
  // The lock is still in the scans: what the agent said is no proof.
  await world.pass(5_000);
  expect(await state()).toBe("verifying");
  world.locks = [];
  await world.pass(limits.quarantineMinMs + 3_000);
  const done = await world.operation(clear.id);
  expect(done).toMatchObject({ state: "done", result: { outcome: "cleared-without-proof" } });
  // The lease of the same resource is another layer, and is cleared by itself.
  expect(done?.sentence).toContain("Still held at native on node-7 by guardian");
  expect(done?.sentence).toContain("Without proof of “Nobody can grab it again”: overridden by two people");
  expect(done?.result?.notVerified.join(" ")).toContain("Nobody can grab it again: Overridden by two people");
  const lock = await readLock(world.context, "kernel", `${node}/${lockKey}`);
  expect(lock.tombstone?.how).toBe("Cleared: it left the host's lock table when its holders were ended.");
  expect(await world.events("operation.answered")).toHaveLength(1);
  expect(await world.events("operation.cleared")).toHaveLength(1);
  expect(world.trouble).toEqual([]);
});

test("a holder that would not die is no success", async () => {
  await say("done");
  await world.pass(40_000);
  expect(await world.operation(clear.id)).toMatchObject({
    state: "failed",
    result: { outcome: "not-verified" },
  });
});

test("somebody who grabs it in the quarantine is named, and it is no success", async () => {
  await say("done");
  world.locks = [];
  await world.pass(2_000);
  world.locks = [{ ...kernelLock(node, lockKey, [3_000]) }];
  await world.pass(2_000);
  const failed = await world.operation(clear.id);
  expect(failed?.state).toBe("failed");
  expect(failed?.sentence).toContain("worker-3000");
});

test("a refusal of the agent ends it with the agent's reason", async () => {
  await say("failed", "Nothing was ended: PID 2018 is another process than the one that was reviewed.");
  expect(await state()).toBe("failed");
  expect((await world.operation(clear.id))?.sentence).toContain("another process");
});

test("an answer that comes after it was given up is on record, once, and changes nothing else", async () => {
  await world.pass(40_000);
  expect(await world.operation(clear.id)).toMatchObject({ state: "failed", result: { outcome: "unknown" } });
  await say("done", "The holders ended, and the lock is gone.");
  await say("done", "The holders ended, and the lock is gone.");
  const late = await world.operation(clear.id);
  expect(late).toMatchObject({ state: "failed", result: { outcome: "unknown" } });
  expect(late?.sentence).toContain("The agent said too late: done. The holders ended");
  expect(await world.events("operation.answered")).toHaveLength(1);
  const audit = await world.context.store.audits({ limit: 100 });
  expect(audit.filter(({ detail }) => detail.includes("said too late"))).toHaveLength(1);
  expect(world.trouble).toEqual([]);
});

test("after a restart nobody is told again: the agent's word is waited for, and else it is not known", async () => {
  world.server?.kill9();
  await world.start();
  await world.pass(2_000);
  expect(await state()).toBe("running");
  expect(orders()).toEqual([]);
  await world.pass(60_000);
  expect(await world.operation(clear.id)).toMatchObject({ state: "failed", result: { outcome: "unknown" } });
});

test("what the agent did before the restart counts when it says so after it", async () => {
  world.server?.kill9();
  await world.start();
  await world.pass(2_000);
  await say("done");
  world.locks = [];
  await world.pass(limits.quarantineMinMs + 4_000);
  expect(await state()).toBe("done");
});
