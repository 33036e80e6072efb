import { describe, expect, test } from "vitest";
import { isEnded, type OperationSpec } from "#lib/domain/operations/operation.ts";
import { DrainWorld } from "./testing/drain-world.ts";

const drain: OperationSpec = {
  kind: "drain",
  scope: { type: "service", service: "svc", node: null },
  holdMs: 10_000,
  deadlineMs: 5_000,
  onDeadline: "give-up",
  forOperation: null,
};
/** With what the steps of the test's time add. */
const mostMs = 15_000 + 1_000;

function longest(world: DrainWorld): number {
  const now = world.time.monoMs();
  return Math.max(
    0,
    ...world.units.flatMap(({ pauses }) => pauses.map(({ fromMs, toMs }) => (toMs ?? now) - fromMs)),
  );
}

async function drained(world: DrainWorld): Promise<string> {
  const id = await world.run(drain, "drain");
  if (id === null) throw new Error("not planned");
  await world.pass(2_000);
  expect((await world.operation(id))?.memory["phase"]).toBe("holding");
  return id;
}

async function untilEnded(world: DrainWorld, id: string): Promise<string | undefined> {
  for (let round = 0; round < 240; round += 1) {
    if (world.server.isDead) await world.start();
    const state = (await world.operation(id))?.state;
    if (state !== undefined && isEnded(state)) return state;
    await world.pass(500);
  }
  return (await world.operation(id))?.state;
}

describe("a hold", () => {
  test("ends by itself, whatever somebody does to the wall clock", async () => {
    for (const jumpMs of [-3_600_000, 0, 3_600_000]) {
      const world = await DrainWorld.open(2);
      const id = await drained(world);
      world.time.jumpWall(jumpMs);
      expect(await untilEnded(world, id)).toBe("done");
      expect(longest(world)).toBeGreaterThan(8_000);
      expect(longest(world)).toBeLessThan(mostMs);
      expect(world.trouble).toEqual([]);
    }
  });

  test("is not begun anew by a restart, nor made longer by a wall clock that went back meanwhile", async () => {
    for (const jumpMs of [-3_600_000, 0, 3_600_000]) {
      const world = await DrainWorld.open(2);
      const id = await drained(world);
      await world.pass(4_000);
      world.server.kill9();
      world.time.jumpWall(jumpMs);
      await world.start();
      await world.pass(500);
      if (jumpMs === 0) expect(world.units.every(({ state }) => state === "paused")).toBe(true);
      expect(await untilEnded(world, id)).toBe("done");
      expect(longest(world)).toBeLessThan(mostMs + (jumpMs < 0 ? 6_000 : 0));
      expect(world.units.map(({ state }) => state)).toEqual(["running", "running"]);
    }
  });

  test("does not outlive its time at a unit that nobody reaches; the unit that is silent counts no more", async () => {
    const world = await DrainWorld.open(2);
    const id = await drained(world);
    const [deaf] = world.units;
    if (deaf === undefined) throw new Error("no unit");
    deaf.deaf = true;
    await world.pass(9_000);
    expect(deaf.pauses[0]?.toMs).not.toBeNull();
    expect(longest(world)).toBeLessThan(mostMs);
    expect(await untilEnded(world, id)).toBe("done");
    const result = (await world.operation(id))?.result;
    expect(result?.notVerified.join()).toContain("main on node-0");
  });

  test("of a unit that comes back as another session goes on there", async () => {
    const world = await DrainWorld.open(2);
    const id = await drained(world);
    const [unit] = world.units;
    if (unit === undefined) throw new Error("no unit");
    Object.assign(unit, { sessionId: "", state: "running", orderIds: [] });
    await world.pass(6_000);
    expect(unit.state).toBe("paused");
    const record = await world.operation(id);
    expect(record?.units.map(({ unitId }) => unitId)).toContain(`${unit.sessionId}/main`);
    expect(record?.units.every(({ ackedAt }) => ackedAt !== null)).toBe(true);
    expect(await untilEnded(world, id)).toBe("done");
  });
});

describe("killed in any of its writes, after which it is started again", () => {
  for (const how of ["before", "after"] as const) {
    test.each(Array.from({ length: 14 }, (_, i) => i + 1))(
      `${how} write %i: it ends, and nobody is held for too long`,
      async (writes) => {
        const world = await DrainWorld.open(2);
        world.killIn(writes, how);
        let id = await world.run(drain, "drain");
        for (let round = 0; round < 60 && !world.server.isDead; round += 1) await world.pass(500);
        if (world.server.isDead) {
          await world.pass(1_000);
          await world.start();
        }
        id ??= await world.run(drain, "drain");
        if (id === null) throw new Error("never planned");
        // An acknowledgement of an earlier life is void: somebody gives it again.
        await world.pass(1_000);
        await world.acknowledge(id);
        await world.pass(1_000);
        if ((await world.operation(id))?.state === "planned") await world.abort(id);
        const state = await untilEnded(world, id);
        expect(["done", "failed", "aborted", "expired"]).toContain(state);
        expect(longest(world)).toBeLessThan(mostMs);
        expect(world.units.map((unit) => unit.state)).toEqual(["running", "running"]);
      },
    );
  }

  test("an extension is never asked of a unit with the time that was left before", async () => {
    const world = await DrainWorld.open(1);
    const id = await drained(world);
    const asked = new Map<string, number>();
    world.context.operations.onChange(() => {
      for (const { stamp = "", order } of world.context.operations.ordersOf(id))
        if (order.kind === "hold" && !asked.has(stamp)) asked.set(stamp, order.remainingMs);
    });
    await world.run({ kind: "extend", operationId: id, holdMs: 20_000 }, "extend");
    await world.pass(1_000);
    expect([...asked.keys()]).toEqual(["holding 10000", "holding 30000"]);
    expect(asked.get("holding 30000")).toBeGreaterThan(20_000);
  });

  test("an extension counts once", async () => {
    for (let writes = 1; writes <= 8; writes += 1) {
      const world = await DrainWorld.open(1);
      const id = await drained(world);
      const spec: OperationSpec = { kind: "extend", operationId: id, holdMs: 20_000 };
      world.killIn(writes, writes % 2 === 0 ? "after" : "before");
      const extension = await world.run(spec, "extend");
      await world.pass(2_000);
      if (world.server.isDead) await world.start();
      await world.pass(2_000);
      const holdMs = (await world.operation(id))?.memory["holdMs"];
      const done = extension !== null && (await world.operation(extension))?.state === "done";
      expect(holdMs).toBe(done ? 30_000 : 10_000);
      expect(["done", "failed"]).toContain(await untilEnded(world, id));
      expect(longest(world)).toBeLessThan(mostMs + 20_000);
    }
  });
});
