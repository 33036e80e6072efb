import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import {
  begun,
  elapseHolds,
  ended,
  type HeldUnit,
  type Hold,
  holdDueMs,
  lastHold,
  nextStep,
  restoredUnit,
  runningUnit,
  takeHolds,
} from "#lib/domain/operations/hold.ts";

/** How a unit is paused and resumed for real. */
export interface UnitActions {
  /**
   * Finishes what runs, then pauses. Resolves when it is paused; rejects with one sentence when it could not. When
   * `signal` is aborted the hold is over: it ends soon, either way.
   */
  drain(hold: Hold, signal: AbortSignal): Promise<void>;
  /** Lets it run again. Rejects when it could not, and is then tried again. May be called for one that runs. */
  resume(): Promise<void>;
}

export interface UnitKeeperOptions {
  actions: UnitActions;
  /** The clock that holds are counted on; goes on while the machine sleeps, where there is such a clock. */
  monoMs: () => number;
  /** As an earlier process left it. */
  restored?: HeldUnit;
  /** Called before each step and after each change; when it throws before a drain, the unit is not drained. */
  keep?: (unit: HeldUnit) => void;
  onChange: () => void;
  /** Runs something later, and returns a cancel; the runtime's own timer where nothing is said. */
  setTimer?: (ms: number, run: () => void) => () => void;
  /** Stop: nothing new is begun. Call `release` to let the unit run again first. */
  signal: AbortSignal;
}

const retry = { firstMs: 1_000, mostMs: 30_000 };
/** A clock that goes on in sleep is looked at so often: timers stand still then. */
const lookMs = 1_000;

/**
 * Keeps one unit as it is asked to be, and no longer: when the time of its holds is over on this clock, it runs again,
 * whoever is dead or out of reach. A resume that fails is repeated until it succeeds.
 */
export class UnitKeeper {
  readonly #options: UnitKeeperOptions;
  #unit: HeldUnit;
  #note: string | null = null;
  #step: AbortController | null = null;
  #working: Promise<void> | null = null;
  /** For good: what is asked for while it is being resumed would leave it paused with nobody to resume it. */
  #released = false;
  readonly #setTimer: (ms: number, run: () => void) => () => void;
  #cancelTimer: () => void = () => {};

  constructor(options: UnitKeeperOptions) {
    this.#options = options;
    this.#setTimer = options.setTimer ?? runLater;
    this.#unit = restoredUnit(options.restored ?? runningUnit);
  }

  /** Goes on where an earlier process left it. */
  start(): void {
    this.#look();
  }

  get unit(): HeldUnit {
    return this.#unit;
  }

  /** What went wrong last, in one sentence; null when nothing did. */
  get note(): string | null {
    return this.#note;
  }

  /** The whole list of holds that are asked of it now. */
  take(holds: readonly Hold[]): void {
    if (this.#released) return;
    this.#set(takeHolds(this.#unit, holds, this.#options.monoMs()));
    this.#look();
  }

  /** Ends all holds at once, and takes no more. Resolves when it runs again. */
  async release(): Promise<void> {
    this.take([]);
    this.#released = true;
    await this.#working;
  }

  /** Looks at the clock, begins what is due, and comes back when time alone changes something. */
  #look(): void {
    this.#cancelTimer();
    const nowMs = this.#options.monoMs();
    this.#set(elapseHolds(this.#unit, nowMs));
    if (this.#unit.holds.length === 0) this.#step?.abort();
    if (this.#working === null && nextStep(this.#unit) !== null && !this.#options.signal.aborted) {
      this.#working = this.#work().finally(() => {
        this.#working = null;
        if (nextStep(this.#unit) !== null && !this.#options.signal.aborted) this.#look();
      });
    }
    const dueMs = holdDueMs(this.#unit);
    if (dueMs === null) return;
    this.#cancelTimer = this.#setTimer(Math.min(lookMs, Math.max(1, dueMs - nowMs)), () => this.#look());
  }

  async #work(): Promise<void> {
    for (let failures = 0; ; ) {
      const step = nextStep(this.#unit);
      if (step === null) return;
      const ok = await this.#do(step);
      if (ok || step === "drain") continue;
      if (this.#options.signal.aborted) return;
      await pause(backoffMs(failures, Math.random(), retry), this.#options.signal);
      failures += 1;
    }
  }

  async #do(step: "drain" | "resume"): Promise<boolean> {
    const abort = new AbortController();
    const hold = lastHold(this.#unit);
    this.#step = step === "drain" ? abort : null;
    let ok = true;
    try {
      this.#set(begun(this.#unit, step, this.#options.monoMs()), step === "drain");
      if (step === "resume") await this.#options.actions.resume();
      else if (hold !== null) await this.#options.actions.drain(hold, abort.signal);
      this.#note = null;
    } catch (error) {
      ok = false;
      this.#note = error instanceof Error ? error.message : String(error);
    }
    this.#step = null;
    this.#set(ended(this.#unit, step, ok));
    return ok;
  }

  /** `must`: what cannot be kept may not be begun either. */
  #set(unit: HeldUnit, must = false): void {
    if (unit === this.#unit) return;
    this.#unit = unit;
    try {
      this.#options.keep?.(unit);
    } catch (error) {
      if (must) throw error;
      this.#note = error instanceof Error ? error.message : String(error);
    }
    this.#options.onChange();
  }
}

function runLater(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
