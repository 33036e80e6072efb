import { type Api, ProblemError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { DrillBeat, DrillBeatAnswer } from "#lib/contract/drills.ts";
import type { ActId, CoachLine } from "#lib/domain/drill/drill.ts";

type State = Omit<DrillBeat, "coach">;

export interface BeatLoopOptions {
  api: Api;
  drillId: string;
  everyMs: number;
  /** How long a server may be away before the drill gives up. */
  patienceMs: number;
  monoMs: () => number;
  wallMs: () => number;
}

const limitMs = 5_000;
const linesMost = 50;

/** Tells the server how the drill stands, and hears what people asked for. */
export class BeatLoop {
  readonly #options: BeatLoopOptions;
  #untold: State = {};
  #lines: CoachLine[] = [];
  #offsetMs = 0;
  #urgent = new AbortController();
  /** A person asked for this act and it has not begun. */
  wanted: ActId | null = null;
  incidentId: string | null = null;

  constructor(options: BeatLoopOptions) {
    this.#options = options;
  }

  /** Server's wall clock, epoch ms. */
  now(): number {
    return Math.round(this.#options.wallMs() + this.#offsetMs);
  }

  /** What is different from before; it is told with the next beat, which comes at once. */
  tell(state: State): void {
    this.#untold = { ...this.#untold, ...state };
    this.#urgent.abort();
  }

  say(line: CoachLine): void {
    this.#lines.push(line);
    this.#urgent.abort();
  }

  /** Beats until told to stop, or until it is over; then it says why. */
  async run(signal: AbortSignal): Promise<string> {
    const { everyMs, patienceMs, monoMs } = this.#options;
    let heardMs = monoMs();
    while (!signal.aborted) {
      try {
        const answer = await this.#beat(signal);
        heardMs = monoMs();
        if (answer.stop) return "somebody asked for its end";
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof ProblemError && [401, 403, 404, 410].includes(error.status))
          return "the server has ended it";
        if (monoMs() - heardMs > patienceMs) return "the server cannot be reached";
      }
      this.#urgent = new AbortController();
      if (this.#lines.length > 0) this.#urgent.abort();
      await pause(everyMs, AbortSignal.any([signal, this.#urgent.signal]));
    }
    return "it was told to stop";
  }

  /** One beat by itself, for what has to be known before anything else is done. Rejects as the server does. */
  async once(signal: AbortSignal): Promise<void> {
    await this.#beat(signal);
  }

  async #beat(signal: AbortSignal): Promise<DrillBeatAnswer> {
    const { api, drillId, wallMs } = this.#options;
    const state = this.#untold;
    const coach = this.#lines.slice(0, linesMost);
    this.#untold = {};
    try {
      const body: DrillBeat = coach.length === 0 ? state : { ...state, coach };
      const answer = await api.send<DrillBeatAnswer>("POST", `${apiPaths.drill(drillId)}/beat`, body, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
      });
      this.#lines.splice(0, coach.length);
      this.#offsetMs = answer.serverAt - wallMs();
      this.wanted = answer.startAct;
      this.incidentId = answer.incidentId;
      return answer;
    } catch (error) {
      this.#untold = { ...state, ...this.#untold };
      throw error;
    }
  }
}
