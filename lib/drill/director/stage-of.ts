import { pause } from "#lib/client/waiting/pause.ts";
import type { ActId, CoachLine, DrillPace } from "#lib/domain/drill/drill.ts";
import { NotSeen, type Stage } from "#lib/drill/stage.ts";
import type { Pulse } from "./pulse.ts";

export interface StageBase
  extends Pick<
    Stage,
    "drillId" | "options" | "server" | "api" | "parts" | "fleet" | "console" | "signal" | "now" | "actState"
  > {
  pulse: Pulse;
  monoMs: () => number;
  onLine: (line: CoachLine) => void;
}

const usualDeadlineMs = 60_000;
const lookEveryMs: Readonly<Record<DrillPace, number>> = { real: 250, brisk: 200, fast: 100 };
const lingerPart: Readonly<Record<DrillPace, number>> = { real: 1, brisk: 0.25, fast: 0 };

/** The stage as one act has it; `act`: whose lines it says. */
export function stageOf(base: StageBase, act: () => ActId): Stage {
  const { pulse, monoMs, onLine, ...rest } = base;
  const { options, signal, now } = base;
  const everyMs = lookEveryMs[options.pace];
  return {
    ...rest,
    say: (kind, text, look = null) => onLine({ at: now(), act: act(), kind, text: text.slice(0, 500), look }),
    linger: (ms) => pause(ms * lingerPart[options.pace], signal),
    until: async (what, look, deadlineMs = usualDeadlineMs) => {
      const untilMs = monoMs() + deadlineMs;
      for (;;) {
        signal.throwIfAborted();
        const seen = await look().catch(() => null);
        signal.throwIfAborted();
        if (seen !== null && seen !== undefined && seen !== false) return seen;
        if (monoMs() >= untilMs) throw new NotSeen(what, deadlineMs);
        await pulse.wait(everyMs, signal);
      }
    },
  };
}
