/** What a strip is drawn from. Times are the server's; `beats` ascend. */
export interface BeatFacts {
  beats: readonly number[];
  /** The newest beat that is known of, also when the exact times are no longer. */
  lastBeatAt: number | null;
  /** Silence from which at least one beat must be missing, ms; null: nothing can be said. */
  missedAfterMs: number | null;
  /** Up to here the server has told; what comes after is not known yet. */
  toldUntil: number;
}

export interface BeatStrip {
  /** Where each beat in the window stands: 0 is its left edge, 1 its right one. */
  ticks: number[];
  /** Silences in which a beat is missing, from where to where. */
  gaps: { from: number; to: number }[];
  /** From here on nothing was heard from the server; null when all is known. */
  unknownFrom: number | null;
  /** The newest beat, and where it stands; below 0 it has left the window. */
  last: { atMs: number; place: number } | null;
  /** A beat is missing now. */
  frozen: boolean;
}

/**
 * The strip between `toMs − spanMs` and `toMs`. Ticks come from beats alone: without one the strip moves on empty. What
 * the server has not told yet is neither a beat nor a silence.
 */
export function layStrip(facts: BeatFacts, view: { toMs: number; spanMs: number }): BeatStrip {
  const { toMs, spanMs } = view;
  const fromMs = toMs - spanMs;
  const place = (atMs: number) => (atMs - fromMs) / spanMs;
  const inside = (atMs: number) => Math.min(Math.max(place(atMs), 0), 1);
  const until = Math.min(toMs, facts.toldUntil);
  const known = facts.beats.filter((at) => at <= until);
  const lastAt = Math.max(
    known.at(-1) ?? Number.NEGATIVE_INFINITY,
    facts.lastBeatAt ?? Number.NEGATIVE_INFINITY,
  );
  const gaps: BeatStrip["gaps"] = [];
  const silence = (from: number, to: number): boolean => {
    if (facts.missedAfterMs === null || to - from <= facts.missedAfterMs) return false;
    if (to > fromMs && from < until) gaps.push({ from: inside(from), to: inside(to) });
    return true;
  };
  known.forEach((at, index) => {
    const before = known[index - 1];
    if (before !== undefined && at > fromMs) silence(before, at);
  });
  const heard = Number.isFinite(lastAt) && lastAt <= until;
  const frozen = heard && silence(lastAt, until);
  return {
    ticks: known.filter((at) => at >= fromMs).map(place),
    gaps,
    unknownFrom: facts.toldUntil < toMs ? inside(facts.toldUntil) : null,
    last: heard ? { atMs: lastAt, place: place(lastAt) } : null,
    frozen,
  };
}
