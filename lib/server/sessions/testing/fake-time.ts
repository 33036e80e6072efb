import type { Clock } from "#lib/domain/clock.ts";

interface Timer {
  dueMs: number;
  run: () => void;
}

/** Time that tests move by hand: both clocks and the timers that hang on them. */
export class FakeTime implements Clock {
  #monoMs = 1_000;
  #wallMs = 1_700_000_000_000;
  /** In the order in which they were set. */
  readonly #timers = new Set<Timer>();

  monoMs(): number {
    return this.#monoMs;
  }

  wallMs(): number {
    return this.#wallMs;
  }

  readonly setTimer = (ms: number, run: () => void): (() => void) => {
    const timer = { dueMs: this.#monoMs + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  };

  get timers(): number {
    return this.#timers.size;
  }

  /** Somebody sets the wall clock; nothing else moves. */
  jumpWall(ms: number): void {
    this.#wallMs += ms;
  }

  /** Lets time pass; timers run when they are due, `settle` after each. */
  async advance(ms: number, settle: () => Promise<void> = async () => {}): Promise<void> {
    const untilMs = this.#monoMs + ms;
    for (;;) {
      const next = this.#next();
      if (next === undefined || next.dueMs > untilMs) break;
      this.#timers.delete(next);
      this.#move(Math.max(next.dueMs, this.#monoMs));
      next.run();
      await settle();
    }
    this.#move(untilMs);
    await settle();
  }

  /** The first that is due; of two at one moment the older. */
  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (first === undefined || timer.dueMs < first.dueMs) first = timer;
    return first;
  }

  #move(toMs: number): void {
    this.#wallMs += toMs - this.#monoMs;
    this.#monoMs = toMs;
  }
}
