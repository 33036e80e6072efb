import { expect, test } from "vitest";
import { createOperation as createBody } from "#lib/contract/operations.ts";
import { bypassRefusals } from "#lib/domain/operations/bypass.ts";
import { gate } from "#lib/domain/operations/gates.ts";
import { confirmOperation } from "#lib/server/operations/confirm-operation.ts";
import { createOperation } from "#lib/server/operations/create-operation.ts";
import { ada, ClearWorld, reason, resource } from "#lib/server/operations/testing/clear-world.ts";
import { kernelLock } from "#lib/server/testing/records.ts";

const node = "node-7";
const lockKey = "flock/8:1:99/0-EOF";
const own = { kind: "clear", successor: null, killAfterMs: null } as const;

async function refusedRows(world: ClearWorld) {
  const rows = await world.context.store.audits({ limit: 100 });
  const refused = rows.filter(({ outcome }) => outcome === "refused");
  return refused.map(({ action, target, detail }) => `${action} ${target}: ${detail}`).reverse();
}

test("a guarded action that is refused leaves a row: a living owner, a name mistyped, a lock that never was", async () => {
  const world = await ClearWorld.open();
  world.locks = [kernelLock(node, lockKey, [2018])];
  await world.pass(2_000);
  const living = await world.planOf({ ...own, source: "kernel", key: `${node}/${lockKey}` }, ada);
  await expect(world.confirm(living)).rejects.toMatchObject({ code: "gate-shut" });
  const clear = await world.planOf({ ...own, source: "native", key: resource }, ada);
  const words = { reason, typedName: "aim_lock_confg.conf", readNotVerified: true };
  const input = { actor: ada, id: clear.id, key: null, reviewed: clear.snapshot };
  await expect(confirmOperation(world.context, input, words)).rejects.toMatchObject({ code: "invalid" });
  const never = { spec: { ...own, source: "native", key: "never.conf" } as const, reason, dryRun: false };
  await expect(createOperation(world.context, ada, never, null)).rejects.toMatchObject({ code: "not-found" });
  await expect(createOperation(world.context, ada, { ...never, dryRun: true }, null)).rejects.toThrow();
  expect(await refusedRows(world)).toEqual([
    expect.stringMatching(/^operation\.plan kernel\/.*It cannot be confirmed: Its owner, worker-2018/),
    expect.stringMatching(/^operation\.confirm kernel\/.*gate-shut: Its owner/),
    expect.stringMatching(/^operation\.confirm native\/.*invalid: The name that was typed/),
    "operation.plan native/never.conf: not-found: No lock with this key was ever seen.",
  ]);
});

test("the evidence of a plan is of the last scan that saw the same facts again", async () => {
  const world = await ClearWorld.open();
  world.locks = [kernelLock(node, lockKey, [2018])];
  await world.pass(30_000);
  const spec = { ...own, source: "kernel", key: `${node}/${lockKey}` } as const;
  const { id } = await world.planOf(spec, ada);
  const evidence = (await world.operation(id))?.plan.evidence ?? [];
  expect(evidence.length).toBeGreaterThan(0);
  const now = world.context.clock.wallMs();
  for (const { observedAt } of evidence) expect(now - observedAt).toBeLessThan(2_000);
});

test("a gate that cannot be overridden, or is none of the clear's, is answered with those that can", () => {
  const gates = [
    gate("targets", "Exactly these targets", false, ""),
    gate("fresh", "The evidence is of now", false, ""),
  ];
  expect(bypassRefusals(["targets"], gates)).toEqual([
    "Nobody can override “Exactly these targets”. Those that can be overridden: fresh.",
  ]);
  expect(bypassRefusals(["health"], gates)[0]).toContain(
    "It has no gate health. Those that can be overridden: fresh.",
  );
});

test("a gate that there is not is answered with those that there are", () => {
  const spec = { kind: "bypass", operationId: "op_1", gates: ["quiesed"], validMs: 60_000 };
  const { error } = createBody.safeParse({ spec, reason });
  expect(error?.issues[0]?.message).toContain("stale, fresh, acknowledged, quiesced");
});

test("a plan awaits neither its successor nor whom the closing refuses, and says that it starts by itself", async () => {
  const world = await ClearWorld.open();
  await world.employ("orchestrator");
  const successor = { node, service: "orchestrator" };
  const { id } = await world.planOf({ ...own, source: "native", key: resource, successor }, ada);
  const record = await world.operation(id);
  expect(record?.roster).toMatchObject([{ state: "successor" }]);
  const gateNow = record?.gates.find((one) => one.id === "quiesced");
  expect(gateNow).toMatchObject({ state: "shut", awaiting: [] });
  expect(gateNow?.because).toContain("opens by itself when the resource is closed");
  expect(record?.plan.consequences.join(" ")).toContain("starts by itself as soon as all gates are open");
});
