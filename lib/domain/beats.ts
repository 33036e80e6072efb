import { limits } from "./limits.ts";

const firstCapacity = 16;
/** Each growth copies the ring; a few large ones cost less than many small ones. */
const growth = 4;
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
  /** The newest offset, so that the array is written to and not read. */
  #last = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds a beat; one that is not after the last is put at the last. */
  push(monoMs: number): void {
    if (this.#count === 0) this.#baseMs = Math.floor(monoMs);
    if (this.#count === this.#offsets.length && this.#count < limits.beatRingSize) this.#grow();
    const offset = Math.max(Math.round(monoMs - this.#baseMs), this.#last);
    this.#last = offset >= rebaseMs ? this.#rebase(offset) : offset;
    this.#offsets[this.#next] = this.#last;
    this.#next = this.#next + 1 === this.#offsets.length ? 0 : this.#next + 1;
    if (this.#count < this.#offsets.length) this.#count += 1;
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
    const larger = new Uint32Array(Math.min(this.#offsets.length * growth, limits.beatRingSize));
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

/**
 * The minute that is being folded, as numbers in a row that may be shared (see `Rhythm`): of each of thousands of
 * owners one is written to with every beat.
 */
export interface OpenMinute {
  readonly cells: Float64Array;
  /** Where it begins; it has `minuteCells` of them, which are zero at first. */
  readonly at: number;
}

const cell = { count: 0, minuteAt: 1, firstAt: 2, lastAt: 3, maxGapMs: 4 } as const;
export const minuteCells = 5;

function read({ cells, at }: OpenMinute, which: keyof typeof cell): number {
  return cells[at + cell[which]] ?? 0;
}

/**
 * Adds a beat at this wall time, `gapMs` after the one before it (by the monotonic clock). When it is the first of
 * another minute, returns the one that is over.
 */
export function noteBeat(open: OpenMinute, wallAt: number, gapMs: number): MinuteFold | null {
  const { cells, at } = open;
  const minuteAt = minuteOf(wallAt);
  const count = read(open, "count");
  if (count > 0 && minuteAt === read(open, "minuteAt")) {
    cells[at + cell.count] = count + 1;
    if (wallAt < read(open, "firstAt")) cells[at + cell.firstAt] = wallAt;
    if (wallAt > read(open, "lastAt")) cells[at + cell.lastAt] = wallAt;
    if (gapMs > read(open, "maxGapMs")) cells[at + cell.maxGapMs] = Math.round(gapMs);
    return null;
  }
  const over = openMinute(open);
  cells[at + cell.count] = 1;
  cells[at + cell.minuteAt] = minuteAt;
  cells[at + cell.firstAt] = wallAt;
  cells[at + cell.lastAt] = wallAt;
  cells[at + cell.maxGapMs] = 0;
  return over;
}

/** The minute as it is now; null before its first beat. */
export function openMinute(open: OpenMinute): MinuteFold | null {
  const count = read(open, "count");
  if (count === 0) return null;
  return {
    minuteAt: read(open, "minuteAt"),
    count,
    firstAt: read(open, "firstAt"),
    lastAt: read(open, "lastAt"),
    maxGapMs: read(open, "maxGapMs"),
  };
}

/** As `openMinute`; the next beat begins anew. */
export function endMinute(open: OpenMinute): MinuteFold | null {
  const fold = openMinute(open);
  open.cells[open.at + cell.count] = 0;
  return fold;
}

export function isMinuteOpen(open: OpenMinute): boolean {
  return read(open, "count") > 0;
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
