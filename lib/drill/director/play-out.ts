import type { ActId, CoachLine } from "#lib/domain/drill/drill.ts";
import { play } from "#lib/drill/players/players.ts";
import type { Stage } from "#lib/drill/stage.ts";
import { variationOf } from "#lib/drill/variations/variations.ts";
import type { BeatLoop } from "./beat-loop.ts";
import { Director } from "./director.ts";
import type { Pulse } from "./pulse.ts";
import { stageOf } from "./stage-of.ts";

export interface PlayOutOptions {
  base: Pick<Stage, "drillId" | "options" | "server" | "api" | "parts" | "fleet" | "console" | "signal">;
  beats: BeatLoop;
  pulse: Pulse;
  monoMs: () => number;
  onLine: (line: CoachLine) => void;
  /** Title of the act that a person can begin now. */
  onNext: (title: string) => void;
}

const lookEveryMs = 250;

/**
 * Plays the story to its end, with those who are played. Resolves when the last act's own doing is done, and the played
 * commander's. Rejects when that one had to give up.
 */
export async function playOut({ base, beats, pulse, monoMs, onLine, onNext }: PlayOutOptions): Promise<void> {
  const { options, signal } = base;
  const say = (line: CoachLine) => {
    beats.say(line);
    onLine(line);
  };
  const stageBase = {
    ...base,
    pulse,
    monoMs,
    onLine: say,
    now: () => beats.now(),
    actState: (id: ActId) => director.stateOf(id),
  };
  const director: Director = new Director({
    stageFor: (act) => stageOf(stageBase, () => act),
    variation: variationOf(options.variation),
    signal,
    wait: () => pulse.wait(lookEveryMs, signal),
    incidentId: () => beats.incidentId,
    wanted: () => beats.wanted,
    onActs: (acts, next, sentence) => {
      beats.tell({ acts, next, sentence });
      const title = acts.find(({ id }) => id === next)?.title;
      if (title !== undefined) onNext(title);
    },
    say,
  });
  const cast = { commander: options.mode === "autopilot", onCall: options.onCall === "played" };
  // Played people speak under the act that is on.
  const played = play(
    stageOf(stageBase, () => director.act),
    cast,
  );
  void director.run();
  await (cast.commander ? Promise.all([director.over, played]) : director.over);
}
