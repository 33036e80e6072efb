import type { Clock } from "#lib/domain/clock.ts";

const tickMs = 200;
/** Between two ticks at most this much time counts. More means that this process did not run, so did not listen. */
const countedMostMs = 1_000;

/**
 * Time during which this process could listen. Silence is counted on it: when the process was stopped, starved or
 * its machine suspended, beats waited unread in sockets, and that time must not be held against their senders.
 * It never runs faster than the clock under it, so nobody counts as lost too early.
 */
export class ListeningClock implements Clock {
  readonly #clock: Clock;
  #tickedMs: number;
  #listenedMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#tickedMs = clock.monoMs();
    this.#listenedMs = this.#tickedMs;
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  monoMs(): number {
    return this.#listenedMs + this.#countedMs(this.#clock.monoMs());
  }

  /** To be called every `ListeningClock.tickMs`. Returns the milliseconds that were not listened to, usually 0. */
  tick(): number {
    const nowMs = this.#clock.monoMs();
    const counted = this.#countedMs(nowMs);
    const deafMs = nowMs - this.#tickedMs - counted;
    this.#listenedMs += counted;
    this.#tickedMs = nowMs;
    return Math.max(0, deafMs);
  }

  static readonly tickMs = tickMs;

  #countedMs(nowMs: number): number {
    return Math.min(Math.max(0, nowMs - this.#tickedMs), countedMostMs);
  }
}
