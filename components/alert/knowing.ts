import { limits } from "#lib/domain/limits.ts";

/** After a reading that failed the next is tried so much later. */
const againMs = 5_000;
/**
 * A tab without a stream of its own, for nobody looks at it, reads this often. Browsers wake such a tab once a minute: a
 * whole minute would miss every other time by some milliseconds.
 */
const pausedEveryMs = 55_000;
/** Two of its readings failed. */
const pausedOldMs = 120_000;

/**
 * How well what needs somebody is known: when it is to be read (again), and whether it has not been known for too long. All
 * times on one clock that nobody sets, ms. `paused`: the tab has no stream that keeps current what was read.
 */
export class Knowing {
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #readAtMs: number | null = null;
  #wholeAtMs: number;
  #lost = true;

  constructor(nowMs: number) {
    this.#wholeAtMs = nowMs;
  }

  /** Whether it was read at some time. */
  get read(): boolean {
    return this.#readAtMs !== null;
  }

  asks(nowMs: number): void {
    this.#lost = false;
    this.#askedAtMs = nowMs;
  }

  got(nowMs: number): void {
    this.#readAtMs = nowMs;
    this.#wholeAtMs = nowMs;
  }

  failed(): void {
    this.#lost = true;
  }

  /** A part of the log was lost: it has to be read at once. */
  lose(): void {
    this.#lost = true;
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Whether it is to be read now. */
  due(paused: boolean, nowMs: number): boolean {
    const sinceMs = nowMs - this.#askedAtMs;
    return paused ? sinceMs > pausedEveryMs : this.#lost && sinceMs > againMs;
  }

  /** Whether it has not been known for longer than its limit. To be asked about once a second. */
  isOld(paused: boolean, nowMs: number): boolean {
    const whole = !this.#lost && this.#readAtMs !== null && this.#readAtMs >= this.#askedAtMs;
    if (whole && !paused) this.#wholeAtMs = nowMs;
    return nowMs - this.#wholeAtMs > (paused ? pausedOldMs : limits.feedStaleMs);
  }
}
