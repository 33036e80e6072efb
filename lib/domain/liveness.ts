import { limits } from "./limits.ts";

/**
 * Accrual failure detection: not "silent for longer than N seconds" but "how surprising is this silence, given
 * this owner's own rhythm". After Hayashibara, Défago, Yared, Katayama, "The φ Accrual Failure Detector" (SRDS
 * 2004), as Akka and Cassandra use it: φ = −log10(1 − F(silence)), where F is the normal distribution with mean
 * and deviation of the last intervals. All times are of one observer's monotonic clock.
 */
export interface Rhythm {
  /** Numbers alone, in a row that may be shared: with thousands of owners most of a beat's cost is to find its memory. */
  readonly cells: Float64Array;
  /** Where this rhythm begins in it; it has `rhythmCells` of them. */
  readonly at: number;
}

export const rhythmWindow = 64;
/** What a rhythm's cells are, counted from its first; the intervals come last. */
const cell = { promisedMs: 0, count: 1, next: 2, sumMs: 3, sumSquares: 4, intervals: 5 } as const;
export const rhythmCells = cell.intervals + rhythmWindow;

/** Fewer intervals than this say nothing of a rhythm. */
const samplesMin = 5;
/** A TTL is promised to hold this many beats. */
const beatsPerTtl = 3;
/** Floors of the deviation: a perfectly regular past does not make the smallest delay a surprise. */
const deviationFloorShare = 0.25;
const deviationFloorMs = 200;
/** An interval counts as at most this many times the silence that would have been suspect. */
const outlierFactor = 2;

/** How often an owner with this TTL has to beat, ms. */
export function promisedIntervalMs(ttlMs: number): number {
  return Math.max(1, Math.floor(ttlMs / beatsPerTtl));
}

/**
 * A rhythm of which nothing is known yet but the promise: the longest interval, ms, that counts until its own rhythm
 * is known. The cells must be zero.
 */
export function newRhythm(
  promisedMs: number,
  cells: Float64Array = new Float64Array(rhythmCells),
  at = 0,
): Rhythm {
  cells[at + cell.promisedMs] = promisedMs;
  return { cells, at };
}

function read({ cells, at }: Rhythm, which: Exclude<keyof typeof cell, "intervals">): number {
  return cells[at + cell[which]] ?? 0;
}

/**
 * Takes note of the time between two beats, in ms. One long pause must not blind the detector for the next
 * minutes, so an interval far beyond suspicion counts as less; an owner that stays slow is adapted to all the same.
 * `suspectMs` is `suspectAfterMs(rhythm)`, for a caller that has it already.
 */
export function addInterval(rhythm: Rhythm, intervalMs: number, suspectMs = suspectAfterMs(rhythm)): void {
  const most = outlierFactor * suspectMs;
  const interval = Math.round(Math.min(Math.max(0, intervalMs), most));
  const { cells, at } = rhythm;
  const next = read(rhythm, "next");
  const place = at + cell.intervals + next;
  const old = cells[place] ?? 0;
  cells[place] = interval;
  cells[at + cell.next] = (next + 1) % rhythmWindow;
  cells[at + cell.count] = Math.min(read(rhythm, "count") + 1, rhythmWindow);
  // Integers below 2^53 in all: the running sums stay exact.
  cells[at + cell.sumMs] = read(rhythm, "sumMs") + interval - old;
  cells[at + cell.sumSquares] = read(rhythm, "sumSquares") + interval * interval - old * old;
}

/** Mean interval, ms; null while the rhythm is not known. */
export function rhythmMs(rhythm: Rhythm): number | null {
  const count = read(rhythm, "count");
  return count < samplesMin ? null : Math.round(read(rhythm, "sumMs") / count);
}

function meanAndDeviation(rhythm: Rhythm): { meanMs: number; deviationMs: number } {
  const count = read(rhythm, "count");
  const known = count >= samplesMin;
  const meanMs = known ? read(rhythm, "sumMs") / count : read(rhythm, "promisedMs");
  const variance = known ? Math.max(0, read(rhythm, "sumSquares") / count - meanMs * meanMs) : 0;
  return {
    meanMs,
    deviationMs: Math.max(Math.sqrt(variance), meanMs * deviationFloorShare, deviationFloorMs),
  };
}

/**
 * −log10 of the chance that a normal variable exceeds `z` deviations. The logistic approximation of the normal
 * distribution by Bowling et al. (2009), in logarithms so that the far tail does not underflow; grows with z.
 */
function surprise(z: number): number {
  const x = z * (1.5976 + 0.070566 * z * z);
  // −log10(1 / (1 + e^x)), written so that e^x cannot overflow.
  const natural = x > 30 ? x : Math.log1p(Math.exp(x));
  return natural / Math.LN10;
}

/** φ after this silence, ms: 1 means a chance of 1 in 10 that the beat is merely late, 8 one in 10^8. */
export function phi(rhythm: Rhythm, silentMs: number): number {
  const { meanMs, deviationMs } = meanAndDeviation(rhythm);
  return surprise((silentMs - meanMs) / deviationMs);
}

/** Deviations at which φ reaches `limits.suspectPhi`; found once, because φ only depends on them. */
const suspectDeviations = solveDeviations(limits.suspectPhi);

function solveDeviations(target: number): number {
  let low = 0;
  let high = 40;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (surprise(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}

/** Silence, ms, from which φ ≥ `limits.suspectPhi`: lets a judge of many owners compare one number each. */
export function suspectAfterMs(rhythm: Rhythm): number {
  const { meanMs, deviationMs } = meanAndDeviation(rhythm);
  return meanMs + suspectDeviations * deviationMs;
}

/** Silence, ms, from which a session counts as lost. */
export function lostAfterMs(ttlMs: number): number {
  return ttlMs + limits.ttlToleranceMs;
}
