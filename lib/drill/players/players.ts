import { apiPaths } from "#lib/client/paths.ts";
import type { CurrentDrill } from "#lib/contract/drills.ts";
import type { DrillScore } from "#lib/domain/drill/drill.ts";
import type { Cast, Stage } from "#lib/drill/stage.ts";
import { Commander } from "./commander.ts";
import { courseOf } from "./courses.ts";
import { playOnCall } from "./on-call.ts";

/**
 * Plays whom the cast names. Resolves when the commander has played their part and the score is decided; without one, when
 * the drill ends. Rejects when a played commander had to give up: the coach has said why.
 */
export async function play(stage: Stage, cast: Cast): Promise<void> {
  const { variation } = stage.options;
  const onCall = cast.onCall
    ? playOnCall(stage, { missesFirst: variation === "on-call-silent" }).catch((error) =>
        giveUp(stage, error),
      )
    : undefined;
  if (!cast.commander) return onCall;
  try {
    await courseOf(variation)(new Commander(stage));
    const { sentence } = await decidedScore(stage);
    stage.say("done", `The score: ${sentence}`);
  } catch (error) {
    giveUp(stage, error);
    throw error;
  }
}

/** The score once nothing in it is open, but for what cannot be judged where the console was not the drill's to kill. */
function decidedScore({ api, options, console, until }: Stage): Promise<DrillScore> {
  const open = options.variation === "console-dies" && console === undefined ? 1 : 0;
  return until("the score", async () => {
    const { drill } = await api.commander.get<CurrentDrill>(apiPaths.currentDrill);
    const score = drill?.score ?? null;
    return score !== null && score.goals.filter(({ met }) => met === null).length <= open ? score : null;
  });
}

function giveUp(stage: Stage, error: unknown): void {
  if (stage.signal.aborted) return;
  const why = error instanceof Error ? error.message : String(error);
  stage.say("happened", `The autopilot gave up: ${why}`.slice(0, 500));
}
