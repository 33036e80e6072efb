import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { createOperation } from "#lib/server/operations/create-operation.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import { kernelLock, kernelRecordOf } from "#lib/server/testing/records.ts";
import { removeDrill } from "./remove-drill.ts";
import { aimLock, commander, DrillLives, fill, fleet, putDrill } from "./testing/drill-life.ts";
import { watchDrill } from "./watch-drill.ts";

const nodes = ["drill:node-7", "drill:node-8"];
const realAgent = (node: string): Actor => ({ kind: "agent", id: `agent-${node}`, name: node, node });

test("a drill whose runner is silent is over, not a moment before; a beat in between begins the time anew", async () => {
  const lives = new DrillLives();
  const { context } = await lives.start();
  await putDrill(context);
  await lives.time.advance(limits.drillSilentMs - 1);
  await watchDrill(context);
  expect(context.drills.isOn()).toBe(true);
  context.drills.heard();
  await lives.time.advance(limits.drillSilentMs - 1);
  await watchDrill(context);
  expect(context.drills.isOn()).toBe(true);
  await lives.time.advance(1);
  await watchDrill(context);
  expect(context.drills.current).toBeNull();
  expect(lives.left()).toEqual([]);
  expect(lives.disk.audits.at(-1)).toMatchObject({ action: "drill.end", target: "drill:main" });
});

test("a drill outlives the server: its runner has its whole time again, and what it held is still held", async () => {
  const lives = new DrillLives();
  const first = await lives.start();
  await putDrill(first.context);
  await fill(first.context, fleet, nodes, aimLock);
  await lives.time.advance(limits.drillSilentMs - 1);
  first.kill9();
  const second = await lives.start();
  await lives.time.advance(limits.drillSilentMs - 1);
  await watchDrill(second.context);
  expect(second.context.drills.isOn()).toBe(true);
  expect(second.context.leases.slot(aimLock)?.state.holder).not.toBeNull();
  await lives.time.advance(1);
  await watchDrill(second.context);
  expect(lives.left()).toEqual([]);
});

test("killed in any write of the removal, before or after it is on disk, the next run ends it, and what is real stays", async () => {
  for (let at = 1; ; at += 1) {
    for (const how of ["before", "after"] as const) {
      const lives = new DrillLives();
      const first = await lives.start();
      await putDrill(first.context);
      await fill(first.context, realAgent("node-1"), ["node-1"], "real.conf");
      const real = lives.disk.everything().length;
      await fill(first.context, fleet, nodes, aimLock);
      await createOperation(first.context, commander, drain, null);
      first.killIn(at, how);
      await Promise.race([removeDrill(first.context, "a test ended it"), until(() => first.isDead)]);
      if (!first.isDead) {
        expect(at).toBeGreaterThan(5);
        return;
      }
      const second = await lives.start();
      await lives.time.advance(limits.drillSilentMs);
      await watchDrill(second.context);
      expect(second.context.drills.current, `write ${at} ${how}`).toBeNull();
      expect(lives.left(), `write ${at} ${how}`).toEqual([]);
      expect(lives.disk.everything().length, `write ${at} ${how}`).toBe(real - 1);
    }
  }
});

const drain = {
  spec: {
    kind: "drain",
    scope: { type: "drill" },
    holdMs: 60_000,
    deadlineMs: 60_000,
    onDeadline: "give-up",
    forOperation: null,
  },
  reason: "a rehearsal",
  dryRun: false,
} as const;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

test("epochs of drills never come twice, and those of real locks begin where they always did", async () => {
  const lives = new DrillLives();
  const first = await lives.start();
  const epochs: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await putDrill(first.context);
    const holder = await fill(first.context, fleet, nodes, aimLock);
    const epoch = first.context.leases.slot(aimLock)?.state.holder?.epoch ?? 0;
    await first.context.leases.release(aimLock, { sessionId: holder, epoch });
    const again = { sessionId: holder, ttlMs: 60_000, onLost: "keep", lockDelayMs: 0 } as const;
    await first.context.leases.acquire(aimLock, again, 0);
    epochs.push(epoch, first.context.leases.slot(aimLock)?.state.epoch ?? 0);
    await removeDrill(first.context, "a test ended it");
  }
  expect(epochs).toEqual([1, 2, 3, 4, 5, 6]);
  first.kill9();
  const second = await lives.start();
  await putDrill(second.context);
  await fill(second.context, fleet, nodes, "drill:another.conf");
  expect(second.context.leases.slot("drill:another.conf")?.state.epoch).toBe(7);
  await fill(second.context, realAgent("node-1"), ["node-1"], "real.conf");
  expect(second.context.leases.slot("real.conf")?.state.epoch).toBe(1);
});

test("who waits for something of a drill is told that it is over; nothing that is under way can write of it", async () => {
  const lives = new DrillLives();
  const { context } = await lives.start();
  await putDrill(context);
  const holder = await fill(context, fleet, nodes, aimLock);
  const waiter = context.view.owners.rows
    .values()
    .find(({ service, id }) => service === "drill:s" && id !== holder);
  const ask = { sessionId: waiter?.id ?? "", ttlMs: 60_000, onLost: "keep", lockDelayMs: 0 } as const;
  const waiting = context.leases.acquire(aimLock, ask, 60_000);
  const known = context.orders.list(holder).version;
  const polling = context.orders.wait(holder, known, 60_000, new AbortController().signal);
  const session = context.beats.session(holder)?.record;
  if (session === undefined) throw new Error("nobody holds it");
  const removal = removeDrill(context, "a test ended it");
  const late = [
    openSession(context, fleet, {
      ...session,
      instanceId: "instance-that-is-late",
      role: "worker",
      resources: [],
    }),
    context.leases.acquire("drill:late.conf", ask, 0),
    context.units.take(session, [unit]),
  ];
  await removal;
  expect(await waiting).toMatchObject({ outcome: "refused", code: "session-gone" });
  await Promise.allSettled(late);
  await lives.time.advance(5_000);
  await Promise.allSettled([
    context.leases.acquire("drill:later.conf", ask, 0),
    context.store.write((tx) =>
      tx.put(
        "kernel-lock",
        "drill:node-7/x",
        kernelRecordOf("drill:node-7", kernelLock("drill:node-7", "x", [1]), "live"),
      ),
    ),
    context.store.write((tx) => tx.event({ ...event, node: "drill:node-7" })),
    context.store.write((tx) => tx.event({ ...event, ownerId: holder })),
    context.store.write((tx) =>
      tx.put("config", aimLock, { name: aimLock, promoted: null, latest: 0, createdAt: 1 }),
    ),
  ]);
  await lives.time.advance(60_000);
  await polling;
  expect(lives.left()).toEqual([]);
  expect(lives.disk.events.filter(({ ownerId }) => ownerId === holder)).toEqual([]);
  expect(context.beats.isOpen(holder)).toBe(false);
  expect([...context.leases.holders()]).toEqual([]);
  expect([...context.units.all()]).toEqual([]);
  expect(context.view.nodes.size + context.view.locks.rows.size + context.view.owners.rows.size).toBe(0);
  expect(context.view.lastEvents(100)).toEqual([]);
  expect(lives.troubles).toEqual([]);
});

const event = {
  at: 1,
  kind: "node.up",
  severity: "info",
  node: null,
  lockId: null,
  resource: null,
  ownerId: null,
  text: "late",
} as const;

const unit = {
  unit: "late",
  service: "drill:s",
  kind: "hook",
  can: [] as string[],
  state: "running",
  tasks: 0,
  operationId: null,
  holdRemainingMs: null,
  orderIds: [] as string[],
  note: null,
} as const;
