import type { Cast, Stage } from "#lib/drill/stage.ts";
import { Commander } from "./commander.ts";
import { courseOf } from "./courses.ts";
import { playOnCall } from "./on-call.ts";

/** Plays whom the cast names until the drill ends. Rejects never: what a played person could not do is said by the coach. */
export async function play(stage: Stage, cast: Cast): Promise<void> {
  const { variation } = stage.options;
  const playing = [
    cast.onCall ? playOnCall(stage, { missesFirst: variation === "on-call-silent" }) : null,
    cast.commander ? courseOf(variation)(new Commander(stage)) : null,
  ];
  const told = playing.map((player) => player?.catch((error: unknown) => giveUp(stage, error)));
  await Promise.all(told);
}

function giveUp(stage: Stage, error: unknown): void {
  if (stage.signal.aborted) return;
  const why = error instanceof Error ? error.message : String(error);
  stage.say("happened", `The autopilot gave up: ${why}`.slice(0, 500));
}
