import { expect, test } from "vitest";
import { notVerifiedBy } from "#lib/domain/operations/bypass.ts";
import { gate } from "#lib/domain/operations/gates.ts";
import { stillOpen } from "#lib/server/operations/gates-now.ts";
import { operationRow } from "#lib/server/operations/operation-row.ts";
import { ben, ClearWorld, eve } from "#lib/server/operations/testing/clear-world.ts";

test("a bypass that somebody takes back opens nothing from that moment on", async () => {
  const world = await ClearWorld.open();
  await world.employ("orchestrator");
  const clear = await world.plan();
  await world.confirm(clear);
  await world.pass(1_000);
  const spec = {
    kind: "bypass",
    operationId: clear.id,
    gates: ["quiesced" as const],
    validMs: 60_000,
  } as const;
  const bypass = await world.planOf({ ...spec, gates: [...spec.gates] }, ben);
  await world.confirm(bypass, ben);
  await world.acknowledge(bypass, eve);
  await world.pass(1_000);
  await world.acknowledge(clear, eve);
  const record = await world.operation(clear.id);
  if (record === null) throw new Error("no clear");
  expect(record.gates.find(({ id }) => id === "quiesced")?.state).toBe("bypassed");
  const open = record.gates.filter(({ state }) => state === "open").length;
  expect(operationRow(record, 1)).toMatchObject({ gatesOpen: open, gatesTotal: record.gates.length });
  expect(open).toBeLessThan(record.gates.length);
  // As the executor would find it at its next look.
  const seen = record.gates.map((one) => (one.state === "shut" ? { ...one, state: "open" as const } : one));
  const waiting = { ...record, gates: seen };
  expect(stillOpen(world.context, waiting)).toBe(true);
  await world.abort(bypass.id);
  expect((await world.operation(bypass.id))?.state).toBe("aborting");
  expect(stillOpen(world.context, waiting)).toBe(false);
  await world.pass(5_000);
  expect(await world.operation(clear.id)).toMatchObject({ state: "waiting", bypass: null });
  expect((await world.lease())?.epoch).toBe(world.epoch);
  expect(world.trouble).toEqual([]);
});

test("what both people read names every gate that is overridden, also one that is open just now", () => {
  const gates = [
    gate("fresh", "The evidence is of now", true, "Seen."),
    gate("quiesced", "Nobody can grab it again", false, "One could.", ["cycle on node-7"]),
    gate("stale", "The owner is proven gone", true, "Proven."),
  ];
  expect(notVerifiedBy(["fresh", "quiesced"], gates)).toEqual([
    "The evidence is of now: true now, and not asked again while this lasts.",
    "Nobody can grab it again: One could. Awaited: cycle on node-7.",
  ]);
});
