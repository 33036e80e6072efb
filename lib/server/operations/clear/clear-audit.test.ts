import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { ClearWorld } from "#lib/server/operations/testing/clear-world.ts";

async function actionsOf(world: ClearWorld, id: string): Promise<string[]> {
  const rows = await world.context.store.audits({ limit: 1_000 });
  return rows
    .filter((row) => row.operationId === id)
    .sort((a, b) => a.seq - b.seq)
    .map(({ action }) => action.replace("operation.", ""));
}

test("each effect of a clear has its row in the audit", async () => {
  const world = await ClearWorld.open();
  const clear = await world.plan();
  await world.confirm(clear);
  await world.acknowledge(clear);
  await world.pass(20_000);
  expect((await world.operation(clear.id))?.state).toBe("done");
  expect(await actionsOf(world, clear.id)).toEqual([
    "plan",
    "confirm",
    "acknowledge",
    "close",
    "clear",
    "admit",
    "result",
  ]);
});

test("so has one that is taken back or given up after it closed the resource: that it is open again", async () => {
  for (const end of ["abort", "expire"] as const) {
    const world = await ClearWorld.open();
    await world.employ("orchestrator");
    const clear = await world.plan();
    await world.confirm(clear);
    await world.acknowledge(clear);
    await world.pass(2_000);
    expect((await world.lease())?.quarantine?.phase).toBe("closing");
    if (end === "abort") await world.abort(clear.id);
    await world.pass(end === "abort" ? 5_000 : limits.operationWaitMaxMs + 5_000);
    const { state, sentence } = (await world.operation(clear.id)) ?? {};
    if (end === "abort")
      expect(sentence).toContain("no longer closed, and guardian on node-7 still holds it");
    expect(state).toBe(end === "abort" ? "aborted" : "expired");
    const actions = await actionsOf(world, clear.id);
    expect(actions).toContain("close");
    expect(actions.at(-1)).toBe(end === "abort" ? "result" : "open");
    expect((await world.lease())?.quarantine).toBeNull();
    expect(world.trouble).toEqual([]);
  }
}, 30_000);

test("a closing that a restart made void is not shown any more once its clear is over", async () => {
  const world = await ClearWorld.open();
  await world.employ("orchestrator");
  const clear = await world.plan();
  await world.confirm(clear);
  await world.acknowledge(clear);
  await world.pass(2_000);
  expect((await world.lease())?.quarantine?.phase).toBe("closing");
  world.server?.kill9();
  await world.start();
  await world.pass(2_000);
  await world.abort(clear.id);
  await world.pass(5_000);
  expect((await world.operation(clear.id))?.state).toBe("aborted");
  expect((await world.lease())?.quarantine).toBeNull();
});
