import { limits } from "./limits.ts";

const firstCapacity = 16;
const rebaseMs = 2 ** 31;

/**
 * The last beats of one owner, exactly: times of the observer's monotonic clock, whole milliseconds. Grows with
 * use up to `limits.beatRingSize`; then the oldest go. Kept as 32-bit offsets, because there is one ring for
 * each of thousands of owners.
 */
export class BeatRing {
  #offsets = new Uint32Array(firstCapacity);
  #next = 0;
  #count = 0;
  #baseMs = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds a beat; one that is not after the last is put at the last. */
  push(monoMs: number): void {
    if (this.#count === 0) this.#baseMs = Math.floor(monoMs);
    if (this.#count === this.#offsets.length && this.#count < limits.beatRingSize) this.#grow();
    const offset = Math.max(Math.round(monoMs - this.#baseMs), this.#count === 0 ? 0 : this.#offset(-1));
    this.#offsets[this.#next] = offset >= rebaseMs ? this.#rebase(offset) : offset;
    this.#next = (this.#next + 1) % this.#offsets.length;
    this.#count = Math.min(this.#count + 1, this.#offsets.length);
  }

  /** Ascending. */
  times(): number[] {
    return Array.from({ length: this.#count }, (_, i) => this.#baseMs + this.#offset(i - this.#count));
  }

  /** The n-th offset from the end: −1 is the newest. */
  #offset(fromEnd: number): number {
    const size = this.#offsets.length;
    return this.#offsets[(this.#next + fromEnd + size) % size] ?? 0;
  }

  #grow(): void {
    const larger = new Uint32Array(Math.min(this.#offsets.length * 2, limits.beatRingSize));
    for (let i = 0; i < this.#count; i += 1) larger[i] = this.#offset(i - this.#count);
    this.#offsets = larger;
    this.#next = this.#count;
  }

  /** Offsets are about to leave 32 bits: forget what is older than 24 days, count from the oldest that is left. */
  #rebase(offset: number): number {
    const kept = this.times().filter((t) => t - this.#baseMs > offset - rebaseMs / 2);
    const baseMs = kept[0] ?? this.#baseMs + offset;
    const newest = this.#baseMs + offset - baseMs;
    this.#offsets = new Uint32Array(Math.max(firstCapacity, kept.length + 1));
    kept.forEach((t, i) => {
      this.#offsets[i] = t - baseMs;
    });
    this.#baseMs = baseMs;
    this.#count = kept.length;
    this.#next = kept.length;
    return newest;
  }
}

/** The beats of one owner within one minute of the wall clock. A minute without a beat has none: a gap. */
export interface MinuteFold {
  minuteAt: number;
  count: number;
  firstAt: number;
  lastAt: number;
  /** Longest time between two beats of this minute. */
  maxGapMs: number;
}

const minuteMs = 60_000;

export function minuteOf(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs;
}

/** Adds a beat at this wall time, `gapMs` after the one before it (by the monotonic clock). */
export function foldBeat(fold: MinuteFold | null, at: number, gapMs: number): MinuteFold {
  if (fold === null) return { minuteAt: minuteOf(at), count: 1, firstAt: at, lastAt: at, maxGapMs: 0 };
  const next = { ...fold };
  noteBeat(next, at, gapMs);
  return next;
}

/** As `foldBeat`, in place: for the one fold of each of thousands of owners that is still being written. */
export function noteBeat(fold: MinuteFold, at: number, gapMs: number): void {
  fold.count += 1;
  if (at < fold.firstAt) fold.firstAt = at;
  if (at > fold.lastAt) fold.lastAt = at;
  if (gapMs > fold.maxGapMs) fold.maxGapMs = Math.max(fold.maxGapMs, Math.round(gapMs));
}

/** Two parts of the same minute as one. Exact when one part lies before the other, as flushes do. */
export function mergeFolds(a: MinuteFold, b: MinuteFold): MinuteFold {
  const [early, late] = a.firstAt <= b.firstAt ? [a, b] : [b, a];
  return {
    minuteAt: a.minuteAt,
    count: a.count + b.count,
    firstAt: early.firstAt,
    lastAt: Math.max(a.lastAt, b.lastAt),
    maxGapMs: Math.max(a.maxGapMs, b.maxGapMs, late.firstAt - early.lastAt),
  };
}

/** One row a minute, ascending, from any number of parts. */
export function mergeMinutes(parts: Iterable<MinuteFold>): MinuteFold[] {
  const minutes = new Map<number, MinuteFold>();
  for (const part of parts) {
    const known = minutes.get(part.minuteAt);
    minutes.set(part.minuteAt, known === undefined ? { ...part } : mergeFolds(known, part));
  }
  return [...minutes.values()].sort((a, b) => a.minuteAt - b.minuteAt);
}
