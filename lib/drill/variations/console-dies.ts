import { apiPaths, operationHref } from "#lib/client/paths.ts";
import type { OperationList } from "#lib/contract/operations.ts";
import type { DrillPace } from "#lib/domain/drill/drill.ts";
import { NotSeen, type Stage, stageNames, type Variation } from "#lib/drill/stage.ts";

/** Whoever was held runs again by its own clock within its hold; a person is not kept waiting for longer than this. */
const deadMostMs: Record<DrillPace, number> = { real: 120_000, brisk: 90_000, fast: 60_000 };
/** Where it is only simulated nothing is gained by the whole hold. */
const awayMostMs: Record<DrillPace, number> = { real: 45_000, brisk: 20_000, fast: 8_000 };
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
        stage.console === undefined
          ? "The console was only out of reach: this server is not the drill's to kill. Had it died, its acknowledgement would have been void when it came back. Either way every unit has its own clock, and runs again when its hold is over, with nobody there to tell it."
          : "The console died in the middle of the hold. Every unit had its own clock, and ran again when its hold was over, with nobody there to tell it. After the restart what was allowed and not done was void, and owners had a grace period to show themselves: the repair goes on with a new look, a new second person and a new drain.",
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
  let allRan = false;
  await console.kill();
  try {
    allRan = await untilAllRun(stage, deadMostMs[stage.options.pace]);
  } finally {
    await console.start();
  }
  stage.say(
    "happened",
    `The console was killed (kill -9) in the middle of the hold, and is back. ${whatUnitsDid(allRan)}`,
  );
}

function whatUnitsDid(allRan: boolean): string {
  return allRan
    ? "Meanwhile the units ran again by their own clocks."
    : "Their own clocks hold some units still: the time that was asked for is not over.";
}

/** The server is not ours to kill: its word is kept from the fleet instead. */
async function simulate(stage: Stage): Promise<void> {
  const { nodes, at } = await everyNode(stage);
  await stage.fleet.cue({ cue: "partition", nodes });
  stage.say(
    "happened",
    `Simulated, because this server does not belong to the drill: from ${at} on no node of its fleet hears the console.`,
  );
  await untilAllRun(stage, awayMostMs[stage.options.pace]);
  await stage.fleet.cue({ cue: "heal", nodes });
  stage.say(
    "happened",
    "The console is heard again. Each unit went by its own clock meanwhile, and by nothing else.",
  );
}

async function everyNode(stage: Stage): Promise<{ nodes: string[]; at: string }> {
  const query = { limit: 5_000, q: "drill:" };
  const { items } = await stage.api.fleet.get<{ items: { name: string }[] }>(apiPaths.nodes, { query });
  const nodes = items.map(({ name }) => name).filter((name) => name.startsWith("drill:"));
  return { nodes, at: new Date(stage.now()).toISOString().slice(11, 19) };
}

/** False: not all within the time. */
async function untilAllRun(stage: Stage, mostMs: number): Promise<boolean> {
  try {
    return await stage.until(
      "every unit to run by its own clock",
      async () => (await stage.fleet.status()).paused === 0,
      mostMs,
    );
  } catch (error) {
    if (error instanceof NotSeen) return false;
    throw error;
  }
}
