import { apiPaths, operationHref } from "#lib/client/paths.ts";
import type { OperationList } from "#lib/contract/operations.ts";
import type { DrillPace } from "#lib/domain/drill/drill.ts";
import { NotSeen, type Stage, stageNames, type Variation } from "#lib/drill/stage.ts";

/** Whoever was held runs again by its own clock within its hold; a person is not kept waiting for longer than this. */
const deadMostMs: Record<DrillPace, number> = { real: 120_000, brisk: 90_000, fast: 60_000 };
const pausedLeast = 3;

/** The console is killed while units are held: nothing that was allowed may be allowed still when it comes back. */
export const consoleDies: Variation = {
  looks: {
    drain: {
      text: "What happens to the paused drones when this console dies now? Watch what they say of their own hold.",
      look: "/operations",
    },
  },
  acts: {
    report: async (stage, story) => {
      await story(stage);
      stage.say(
        "trap",
        "The console died in the middle of the hold. Every unit had its own clock, and ran again when its hold was over, with nobody there to tell it. After the restart the acknowledgement was void and owners had a grace period to show themselves: a repair that was half allowed begins anew, with a new look and a new second person.",
      );
    },
  },
  beside: async (stage) => {
    const drain = await stage.until("units that are held", () => heldBy(stage), Number.POSITIVE_INFINITY);
    await (stage.console === undefined ? simulate(stage) : kill(stage, stage.console));
    stage.say(
      "look",
      "Look at the drain and at the clear that waited for it: what is still true?",
      operationHref(drain),
    );
  },
};

async function heldBy(stage: Stage): Promise<string | null> {
  if ((await stage.fleet.status()).paused < pausedLeast) return null;
  const query = { kind: "drain", open: "true" };
  const { items } = await stage.api.fleet.get<OperationList>(apiPaths.operations, { query });
  return items.find(({ resource }) => resource === stageNames.resource)?.id ?? null;
}

async function kill(stage: Stage, console: NonNullable<Stage["console"]>): Promise<void> {
  await console.kill();
  try {
    await untilAllRun(stage);
  } finally {
    await console.start();
  }
  stage.say(
    "happened",
    "The console was killed in the middle of the hold, and is back. Meanwhile the units ran again by their own clocks.",
  );
}

/** The server is not ours to kill: its word is kept from everybody of the drill instead. */
async function simulate(stage: Stage): Promise<void> {
  const { nodes, at } = await everyNode(stage);
  await Promise.all([stage.parts.cutNetwork(), stage.fleet.cue({ cue: "partition", nodes })]);
  stage.say(
    "happened",
    `Simulated, because this server does not belong to the drill: from ${at} on nobody of the drill hears the console.`,
  );
  await untilAllRun(stage);
  await Promise.all([stage.parts.healNetwork(), stage.fleet.cue({ cue: "heal", nodes })]);
  stage.say("happened", "The console is heard again. Meanwhile the units ran by their own clocks.");
}

async function everyNode(stage: Stage): Promise<{ nodes: string[]; at: string }> {
  const query = { limit: 5_000, q: "drill:" };
  const { items } = await stage.api.fleet.get<{ items: { name: string }[] }>(apiPaths.nodes, { query });
  const nodes = items.map(({ name }) => name).filter((name) => name.startsWith("drill:"));
  return { nodes, at: new Date(stage.now()).toISOString().slice(11, 19) };
}

async function untilAllRun(stage: Stage): Promise<void> {
  try {
    await stage.until(
      "every unit to run by its own clock",
      async () => (await stage.fleet.status()).paused === 0,
      deadMostMs[stage.options.pace],
    );
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
  }
}
