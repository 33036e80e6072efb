import { expect, test } from "vitest";
import { readStatus } from "#lib/server/lists/status.ts";
import { ben, ClearWorld, eve } from "#lib/server/operations/testing/clear-world.ts";

/** A clear that waits for the end of a grace that does not come, so that nothing but the gates moves. */
async function waitingClear(): Promise<{ world: ClearWorld; id: string }> {
  const world = await ClearWorld.open();
  world.context.grace.untilMonoMs = Number.POSITIVE_INFINITY;
  const clear = await world.plan();
  await world.confirm(clear);
  await world.pass(1_000);
  return { world, id: clear.id };
}

async function override(world: ClearWorld, operationId: string, validMs: number): Promise<string> {
  const gates: ("quiesced" | "acknowledged")[] = ["quiesced", "acknowledged"];
  const planned = await world.planOf({ kind: "bypass", operationId, gates, validMs }, ben);
  await world.confirm(planned, ben);
  await expect(world.acknowledge(planned, ben)).rejects.toThrow("second person");
  await world.acknowledge(planned, eve);
  await world.pass(1_000);
  return planned.id;
}

const gatesOf = async (world: ClearWorld, id: string) =>
  Object.fromEntries(((await world.operation(id))?.gates ?? []).map((gate) => [gate.id, gate.state]));

test("the named gates are open while it lasts and no longer, and every screen is told until when", async () => {
  const { world, id } = await waitingClear();
  expect(readStatus(world.context).bypassUntil).toBeNull();
  const bypass = await override(world, id, 10_000);
  expect(await gatesOf(world, id)).toMatchObject({
    quiesced: "bypassed",
    acknowledged: "bypassed",
    grace: "shut",
  });
  expect((await world.operation(bypass))?.state).toBe("running");
  expect(readStatus(world.context).bypassUntil).toBeGreaterThan(world.time.wallMs());
  world.time.jumpWall(-3_600_000);
  await world.pass(10_000);
  expect(await gatesOf(world, id)).toMatchObject({ quiesced: "shut", acknowledged: "shut" });
  expect(await world.operation(bypass)).toMatchObject({
    state: "done",
    result: { notVerified: expect.any(Array) },
  });
  expect(readStatus(world.context).bypassUntil).toBeNull();
  expect((await world.lease())?.epoch).toBe(world.epoch);
  expect(world.trouble).toEqual([]);
});

test("it is taken back by an abort, and does not outlive a restart", async () => {
  const { world, id } = await waitingClear();
  const first = await override(world, id, 60_000);
  await world.abort(first);
  await world.pass(1_000);
  expect((await world.operation(first))?.state).toBe("aborted");
  expect(await gatesOf(world, id)).toMatchObject({ quiesced: "shut", acknowledged: "shut" });
  const second = await override(world, id, 60_000);
  expect(await gatesOf(world, id)).toMatchObject({ quiesced: "bypassed" });
  world.server?.kill9();
  await world.start();
  await world.pass(2_000);
  expect((await world.operation(second))?.state).toBe("done");
  expect(await world.operation(id)).toMatchObject({ state: "waiting", bypass: null });
  expect(await gatesOf(world, id)).toMatchObject({ quiesced: "shut", acknowledged: "shut" });
});

test("a bypass that nobody acknowledges opens nothing, and that somebody tried is in the audit", async () => {
  const { world, id } = await waitingClear();
  const spec = {
    kind: "bypass",
    operationId: id,
    gates: ["quiesced"] as "quiesced"[],
    validMs: 10_000,
  } as const;
  const planned = await world.planOf({ ...spec, gates: ["quiesced"] }, ben);
  await world.confirm(planned, ben);
  await expect(world.acknowledge(planned, ben)).rejects.toThrow("second person");
  await world.pass(5_000);
  expect(await gatesOf(world, id)).toMatchObject({ quiesced: "shut" });
  const rows = await world.context.store.audits({ limit: 50 });
  const refused = rows.find((row) => row.operationId === planned.id && row.outcome === "refused");
  expect(refused).toMatchObject({ action: "operation.acknowledge", actor: expect.stringContaining("Ben") });
});
