import { expect, test } from "vitest";
import { startDrill as startDrillBody } from "#lib/contract/drills.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { startDrill } from "./start-drill.ts";
import { admin, aimLock, DrillLives, drillId, fill, fleet, putDrill } from "./testing/drill-life.ts";

/** What a drill would have written, with no drill on: as before names that begin with `drill:` were kept for drills. */
async function realOnes(): Promise<{ lives: DrillLives; context: ServerContext }> {
  const lives = new DrillLives();
  const { context } = await lives.start();
  await putDrill(context);
  await fill(context, fleet, ["drill:node-7"], aimLock);
  await context.store.write((tx) => tx.purge("drill", drillId));
  return { lives, context };
}

const begin = (context: ServerContext) =>
  startDrill(context, admin, startDrillBody.parse({ options: {}, runner: "caller" }));

test("no drill begins while something real has a name that its end would remove; a living owner's lease comes first", async () => {
  const { lives, context } = await realOnes();
  const before = lives.left();
  await expect(begin(context)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("drill:aim_lock_config.conf is real"),
    context: { what: "lease", name: "drill:aim_lock_config.conf" },
  });
  expect(lives.left()).toEqual(before);
  expect(context.leases.slot(aimLock)?.state.holder).not.toBeNull();
  expect(context.drills.current).toBeNull();
});

test("whatever is there is named in turn, and with nothing there, also not in a name's middle, a drill begins", async () => {
  const { context } = await realOnes();
  const named: string[] = [];
  const purge = { lease: "lease", session: "session", node: "node" } as const;
  for (let round = 0; round < 4; round += 1) {
    const refusal = await begin(context).then(
      () => null,
      (error: { context: { what: keyof typeof purge } }) => error.context.what,
    );
    if (refusal === null) break;
    named.push(refusal);
    const kind = purge[refusal];
    await context.store.write(async (tx) => {
      for await (const { id, goneAt } of context.store.containing(["drill:"])) {
        if (goneAt === null && (await tx.get(kind, id)) !== null) await tx.purge(kind, id);
      }
    });
  }
  expect(named).toEqual(["lease", "session", "node"]);
  expect(context.drills.isOn()).toBe(true);
});
