import { expect, test } from "vitest";
import { answered, ClearWorld } from "#lib/server/operations/testing/clear-world.ts";
import type { Crash } from "#lib/store/testing/memory-store.ts";

const flowMs = 120_000;

/** Two people who do not give up: what the server forgot is asked for again. */
async function push(world: ClearWorld): Promise<string> {
  const planned = await answered(world.plan());
  if (planned === "never") return "down";
  const record = await answered(world.operation(planned.id));
  if (record === "never") return "down";
  const clear = { id: planned.id, snapshot: record?.snapshot ?? planned.snapshot };
  const steps = { planned: () => world.confirm(clear), waiting: () => world.acknowledge(clear) };
  const state = record?.state ?? "planned";
  if (state === "planned" || state === "waiting") {
    await answered(steps[state]()).catch(() => undefined);
  }
  return state;
}

/** Runs a whole clear in which the server is killed in its `inWrites`-th write. True when it came to that. */
async function crashAt(inWrites: number, how: Crash): Promise<boolean> {
  const world = await ClearWorld.open();
  world.server?.killIn(inWrites, how);
  let crashed = false;
  let state = "";
  for (let spentMs = 0; spentMs < flowMs && state !== "done" && state !== "failed"; spentMs += 1_000) {
    if (world.server?.isDead) {
      crashed = true;
      await world.start();
    }
    state = await push(world);
    await world.pass(1_000);
  }
  if (world.server?.isDead) await world.start();
  const label = `killed ${how} write ${inWrites}`;
  const { id } = await world.plan();
  expect((await world.operation(id))?.state, label).toBe("done");
  expect(await world.events("operation.cleared"), label).toHaveLength(1);
  const lease = await world.lease();
  expect(lease, label).toMatchObject({ epoch: world.epoch + 1, holder: null, quarantine: null });
  const pages = [...world.context.paging.pages.values()].filter(({ record }) => record.resolvedAt === null);
  expect(pages, label).toEqual([]);
  expect(world.trouble, label).toEqual([]);
  return crashed;
}

test("killed before or after any of its writes, a clear ends with each effect exactly once", async () => {
  let writes = 0;
  for (let crashed = true; crashed && writes < 60; ) {
    writes += 1;
    crashed = await crashAt(writes, "before");
    await crashAt(writes, "after");
  }
  // From the plan to the opened resource there are at least so many writes.
  expect(writes).toBeGreaterThan(8);
}, 120_000);
