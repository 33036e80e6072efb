import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { acquireLease } from "#lib/server/leases/acquire-lease.ts";
import { ada, agentOfNode, ClearWorld, resource } from "#lib/server/operations/testing/clear-world.ts";
import { beatMany } from "#lib/server/sessions/beat-session.ts";

const hourMs = 3_600_000;

test("an acknowledgement that ended opens nothing, and can be asked for again", async () => {
  const world = await ClearWorld.open();
  // Somebody in the way keeps the clear waiting after it was acknowledged.
  world.context.grace.untilMonoMs = world.time.monoMs() + limits.ackWindowDefaultMs + 5_000;
  const clear = await world.plan();
  await world.confirm(clear);
  await expect(world.acknowledge(clear, { ...ada, role: "approver" })).rejects.toThrow("second person");
  await world.acknowledge(clear);
  await world.pass(limits.ackWindowDefaultMs - 2_000);
  expect((await world.operation(clear.id))?.gates.find(({ id }) => id === "acknowledged")?.state).toBe(
    "open",
  );
  await world.pass(20_000);
  const late = await world.operation(clear.id);
  expect(late).toMatchObject({ state: "waiting", holdPoint: { by: null } });
  expect(late?.gates.find(({ id }) => id === "grace")?.state).toBe("open");
  expect(late?.gates.find(({ id }) => id === "acknowledged")?.state).toBe("shut");
  expect(await world.events("operation.ack-ended")).toHaveLength(1);
  expect((await world.lease())?.epoch).toBe(world.epoch);
  await world.ask(clear);
  await world.acknowledge(clear);
  await world.pass(30_000);
  expect((await world.operation(clear.id))?.state).toBe("done");
  expect(world.trouble).toEqual([]);
});

test.each([hourMs, -hourMs])(
  "a wall clock that jumps by %d ms neither lengthens nor shortens anything",
  async (jumpMs) => {
    const world = await ClearWorld.open();
    const graceMs = 60_000;
    world.context.grace.untilMonoMs = world.time.monoMs() + graceMs;
    const clear = await world.plan();
    await world.confirm(clear);
    await world.acknowledge(clear);
    world.time.jumpWall(jumpMs);
    await world.pass(graceMs - 1_000);
    // Still acknowledged after an hour of the wall clock, and still in grace.
    expect(await world.operation(clear.id)).toMatchObject({
      state: "waiting",
      holdPoint: { by: { name: "Ben" } },
    });
    await world.pass(2_500);
    expect((await world.operation(clear.id))?.state).toBe("running");
    world.time.jumpWall(jumpMs);
    await world.pass(3_000);
    expect((await world.lease())?.quarantine?.phase).toBe("quarantined");
    await world.pass(10_000);
    expect(await world.operation(clear.id)).toMatchObject({ state: "done", result: { outcome: "cleared" } });
    expect((await world.lease())?.quarantine).toBeNull();
    expect(world.trouble).toEqual([]);
  },
);

test("what two people allowed does not outlive a restart, and a quarantine counts again in full", async () => {
  const world = await ClearWorld.open();
  world.context.grace.untilMonoMs = Number.POSITIVE_INFINITY;
  const clear = await world.plan();
  await world.confirm(clear);
  await world.acknowledge(clear);
  world.server?.kill9();
  await world.start();
  await world.pass(limits.recoveryGraceMs + 5_000);
  expect(await world.operation(clear.id)).toMatchObject({ state: "waiting", holdPoint: { by: null } });
  await world.ask(clear);
  await world.acknowledge(clear);
  await world.pass(3_000);
  const quarantine = (await world.lease())?.quarantine;
  expect(quarantine?.phase).toBe("quarantined");
  world.server?.kill9();
  await world.start();
  await world.pass((quarantine?.durationMs ?? 0) - 1_000);
  expect((await world.lease())?.quarantine?.phase).toBe("quarantined");
  await world.pass(5_000);
  expect((await world.operation(clear.id))?.state).toBe("done");
  expect(await world.events("operation.cleared")).toHaveLength(1);
});

test("in the grace after a restart nothing is cleared, whoever acknowledges", async () => {
  const world = await ClearWorld.open();
  world.server?.kill9();
  await world.start();
  await world.pass(1_000);
  const clear = await world.plan();
  await world.confirm(clear).catch(() => undefined);
  await world.acknowledge(clear).catch(() => undefined);
  await world.pass(limits.recoveryGraceMs - 3_000);
  expect(["planned", "waiting"]).toContain((await world.operation(clear.id))?.state);
  expect((await world.lease())?.epoch).toBe(world.epoch);
});

test("a plan that nobody confirms is void, and a wait that leads nowhere is given up: the resource is open again", async () => {
  const world = await ClearWorld.open();
  const idle = await world.plan("idle");
  const clear = await world.plan();
  await world.employ("orchestrator");
  await world.confirm(clear);
  await world.acknowledge(clear);
  await world.pass(3_000);
  // Closed, and waiting for somebody who does not pause.
  expect((await world.lease())?.quarantine?.phase).toBe("closing");
  expect((await world.operation(clear.id))?.gates.filter(({ state }) => state === "shut")).toMatchObject([
    { id: "quiesced", awaiting: ["orchestrator on node-7"] },
  ]);
  await world.pass(limits.planValidMs);
  expect((await world.operation(idle.id))?.state).toBe("expired");
  await expect(world.confirm(idle)).rejects.toThrow("ended");
  await world.pass(limits.operationWaitMaxMs - limits.planValidMs + 5_000);
  expect((await world.operation(clear.id))?.state).toBe("expired");
  expect(await world.lease()).toMatchObject({ epoch: world.epoch, quarantine: null });
  expect(world.trouble).toEqual([]);
}, 30_000);

test("what counts anew after a restart says so: no end is named that has passed", async () => {
  const world = await ClearWorld.open();
  const clear = await world.plan();
  await world.confirm(clear);
  await world.pass(limits.operationWaitMaxMs - 20_000);
  world.server?.kill9();
  await world.start();
  await world.pass(30_000);
  const now = await world.operation(clear.id);
  expect(now?.state).toBe("waiting");
  expect(now?.due?.at).toBeGreaterThan(world.time.wallMs());
}, 30_000);

test("a wall clock that jumps makes no beat of the successor out of one from before it took over", async () => {
  const world = await ClearWorld.open();
  const sessionId = await world.employ("watchdog");
  const clear = await world.planOf(
    {
      kind: "clear",
      source: "native",
      key: resource,
      successor: { node: "node-7", service: "watchdog" },
      killAfterMs: null,
    },
    ada,
  );
  await world.confirm(clear);
  await world.acknowledge(clear);
  for (let i = 0; (await world.lease())?.quarantine?.phase !== "admitting" && i < 60; i += 1)
    await world.pass(500);
  beatMany(world.context, agentOfNode, { beats: [{ sessionId, counter: 1 }] });
  const ask = { sessionId, ttlMs: 60_000, onLost: "keep", lockDelayMs: 0, waitMs: 0 } as const;
  const waiting = { signal: () => new AbortController().signal, mayStill: async () => true };
  await acquireLease(world.context, agentOfNode, resource, ask, waiting);
  world.time.jumpWall(hourMs);
  await world.pass(3_000);
  expect(await world.operation(clear.id)).toMatchObject({ state: "verifying" });
  beatMany(world.context, agentOfNode, { beats: [{ sessionId, counter: 2 }] });
  await world.pass(1_000);
  const done = await world.operation(clear.id);
  expect(done).toMatchObject({ state: "done", result: { outcome: "cleared" } });
  expect(done?.result?.verified).toContain("The successor beats.");
});
