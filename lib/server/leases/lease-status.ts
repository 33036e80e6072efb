import { lockStateOf } from "#lib/domain/hot.ts";
import { type LeaseState, lostFromMs } from "#lib/domain/lease.ts";
import type { LeaseGuard } from "#lib/domain/lease-guard.ts";
import { forLease, type SessionJudgement } from "#lib/domain/session-facts.ts";
import type { LeaseStatus, RefusalRecord } from "#lib/store/records.ts";

export interface StatusInput {
  state: LeaseState;
  guard: LeaseGuard | null;
  waiters: number;
  refusals: Iterable<RefusalRecord & { lastMs: number }>;
  /** Of the holder; null when nobody holds. */
  judged: SessionJudgement | null;
  lastBeatAt: number | null;
  nowMs: number;
  /** Wall time of a moment of the monotonic clock. */
  toWall(monoMs: number): number;
}

/** What a lock's row and page say of a lease, derived whole from what goes on. */
export function leaseStatus(input: StatusInput): LeaseStatus {
  const { state, judged, nowMs } = input;
  const { holder } = state;
  const held = [...input.refusals];
  const lastRefusalMs = held.reduce((last, r) => Math.max(last, r.lastMs), Number.NEGATIVE_INFINITY);
  const activity = {
    held: holder !== null,
    delayed: state.closedUntilMs > nowMs || input.guard !== null,
    waiters: input.waiters,
    lastRefusalAgoMs: held.length === 0 ? null : nowMs - lastRefusalMs,
  };
  const lockState = lockStateOf(activity);
  const refusals = lockState === "hot" ? held.map(({ lastMs: _, ...record }) => record) : [];
  return {
    state: lockState,
    judgement: holder === null || judged === null ? null : forLease(judged, holder.lostAt !== null),
    waiters: input.waiters,
    refusals,
    lastBeatAt: holder === null ? null : input.lastBeatAt,
    releasesAt: releasesAt(input),
  };
}

/** When it becomes free by time alone if its owner stays silent. */
function releasesAt({ state, guard, judged, nowMs, toWall }: StatusInput): number | null {
  const { holder } = state;
  if (holder === null && guard !== null) return guard.endsMs === null ? null : toWall(guard.endsMs);
  if (holder === null) return state.closedUntilMs > nowMs ? toWall(state.closedUntilMs) : null;
  const lostMs = lostFromMs(state);
  if (lostMs === null || holder.onLost === "keep" || judged === null || judged.verdict === "live")
    return null;
  return toWall(lostMs + holder.lockDelayMs);
}

/** Rounding of the two clocks against each other is no change. */
const sameTimeMs = 1_000;

/** Whether a person would see a difference; times that only tell the age of a fact do not count. */
export function sameStatus(a: LeaseStatus, b: LeaseStatus): boolean {
  return (
    a.state === b.state &&
    a.waiters === b.waiters &&
    sameMoment(a.releasesAt, b.releasesAt) &&
    sameRefusals(a.refusals, b.refusals) &&
    sameJudgement(a.judgement, b.judgement)
  );
}

function sameMoment(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) < sameTimeMs;
}

function sameRefusals(a: readonly RefusalRecord[], b: readonly RefusalRecord[]): boolean {
  return (
    a.length === b.length && a.every((r, i) => r.sessionId === b[i]?.sessionId && r.count === b[i]?.count)
  );
}

/** Judgements are the same when they rest on the same facts; how old those are, and how fast it beats, is not part of it. */
export function sameJudgement(a: LeaseStatus["judgement"], b: LeaseStatus["judgement"]): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return (
    a.verdict === b.verdict &&
    a.sentence === b.sentence &&
    a.evidence.length === b.evidence.length &&
    a.evidence.every((e, i) => {
      const other = b.evidence[i];
      return e.kind === other?.kind && e.weight === other.weight && e.points === other.points;
    })
  );
}
