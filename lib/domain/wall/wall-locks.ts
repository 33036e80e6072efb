import { isDrillName } from "#lib/domain/drill/names.ts";
import { attentionRank, isStale, type LockState, type Verdict } from "#lib/domain/states.ts";

/** What the wall needs of a lock's row. */
export interface WallLock {
  readonly id: string;
  readonly resource: string;
  readonly node: string | null;
  readonly state: LockState;
  readonly verdict: Verdict | null;
  readonly refusals: number;
  readonly refusedSince: number | null;
  readonly heldSince: number | null;
}

/**
 * Locks of one world in numbers. `stale` leaves out those that are HOT as well: nothing is counted twice. `held` is held by
 * an owner that was judged to live; what nobody has judged is `unknown`.
 */
export interface LockTally {
  total: number;
  hot: number;
  stale: number;
  quarantined: number;
  suspect: number;
  unknown: number;
  held: number;
  free: number;
}

export interface LocksOfWorld<L extends WallLock> {
  counts: LockTally;
  /** Those that need somebody, worst first, `most` at most; `needing` is how many there are. */
  worst: L[];
  needing: number;
}

/** From this rank of attention on a lock is in good order. */
const wellFrom = 6;

/**
 * One pass over all locks: counts, and the worst of them, what is real apart from what is of a drill. Cheap enough for
 * 100,000 rows each second, because only what needs somebody is compared, with the few that are kept.
 */
export function sumLocks<L extends WallLock>(
  rows: Iterable<L>,
  most: number,
): { real: LocksOfWorld<L>; drill: LocksOfWorld<L> } {
  const real = noLocks<L>();
  const drill = noLocks<L>();
  for (const row of rows) {
    const world = isDrillName(row.resource) || isDrillName(row.node) ? drill : real;
    count(world.counts, row);
    if (attentionRank(row.state, row.verdict) >= wellFrom) continue;
    world.needing += 1;
    keepWorst(world.worst, row, most);
  }
  return { real, drill };
}

function noLocks<L extends WallLock>(): LocksOfWorld<L> {
  const counts = { total: 0, hot: 0, stale: 0, quarantined: 0, suspect: 0, unknown: 0, held: 0, free: 0 };
  return { counts, worst: [], needing: 0 };
}

function count(counts: LockTally, { state, verdict }: WallLock): void {
  counts.total += 1;
  if (state === "hot") counts.hot += 1;
  else if (isStale(verdict)) counts.stale += 1;
  else if (state === "quarantined") counts.quarantined += 1;
  else if (verdict === "suspect") counts.suspect += 1;
  else if (verdict === "unknown" || (state === "held" && verdict === null)) counts.unknown += 1;
  else if (state === "held") counts.held += 1;
  else counts.free += 1;
}

/** Order on the wall: HOT without an owner, HOT, stale, then doubt; of equals who refuses most, then the longest. */
export function byAttention(a: WallLock, b: WallLock): number {
  return (
    attentionRank(a.state, a.verdict) - attentionRank(b.state, b.verdict) ||
    b.refusals - a.refusals ||
    sinceOf(a) - sinceOf(b) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/** Since when it refuses, or is held; what is not known comes last. */
function sinceOf({ refusedSince, heldSince }: WallLock): number {
  return refusedSince ?? heldSince ?? Number.MAX_SAFE_INTEGER;
}

/** Puts a row in its place among the worst, and lets the last go when there are too many. */
function keepWorst<L extends WallLock>(worst: L[], row: L, most: number): void {
  const last = worst.at(-1);
  if (worst.length >= most && (last === undefined || byAttention(row, last) >= 0)) return;
  const place = worst.findIndex((other) => byAttention(row, other) < 0);
  worst.splice(place === -1 ? worst.length : place, 0, row);
  if (worst.length > most) worst.pop();
}
