import type { LeaseState } from "./lease.ts";
import type { Verdict } from "./states.ts";

/** Who alone may take a resource at the end of a quarantine. */
export interface Successor {
  node: string;
  service: string;
}

/**
 * What a clear has made of a resource: `closing` before the holder is taken out, `quarantined` after, `admitting` when
 * the named successor alone may take it. `…Ms` are of the observer's monotonic clock and start anew with it.
 */
export interface LeaseGuard {
  operationId: string;
  phase: "closing" | "quarantined" | "admitting";
  successor: Successor | null;
  durationMs: number;
  /** End of the quarantine; null before it began. */
  endsMs: number | null;
  /** Last sign of the holder when it was closed: any later one is a sign of life. */
  closedSignMs: number;
}

export type GuardChange =
  | { what: "close"; operationId: string; successor: Successor | null; durationMs: number }
  /** Compare-and-delete. `overrideVerdict`: two people took responsibility for what is not proven. */
  | {
      what: "clear";
      operationId: string;
      expected: { sessionId: string; epoch: number };
      overrideVerdict: boolean;
    }
  | { what: "admit"; operationId: string }
  | { what: "open"; operationId: string };

export type GuardRefusal =
  | "other-operation"
  | "changed"
  | "renewed"
  | "owner-lives"
  | "not-proven"
  | "too-early";

export type GuardStep =
  | { ok: true; state: LeaseState; guard: LeaseGuard | null }
  | { ok: false; because: GuardRefusal };

interface Seen {
  nowMs: number;
  /** On the holder, as of now; null when nobody holds. */
  verdict: Verdict | null;
}

/**
 * One step of a clear on one lease. Nothing here waits for anything: what does not hold now is refused with its reason.
 * An owner that showed itself since the resource was closed, or is found alive, keeps its lease whatever was decided.
 */
export function guardStep(
  state: LeaseState,
  guard: LeaseGuard | null,
  change: GuardChange,
  seen: Seen,
): GuardStep {
  if (guard !== null && guard.operationId !== change.operationId) return no("other-operation");
  switch (change.what) {
    case "close":
      return close(state, guard, change, seen.nowMs);
    case "clear":
      return clear(state, guard, change, seen);
    case "admit":
      if (guard === null || guard.phase === "closing") return no("changed");
      if (guard.phase === "quarantined" && !isQuarantineOver(guard, seen.nowMs)) return no("too-early");
      return { ok: true, state, guard: { ...guard, phase: "admitting" } };
    case "open":
      if (guard?.phase === "quarantined" && !isQuarantineOver(guard, seen.nowMs)) return no("too-early");
      return { ok: true, state, guard: null };
  }
}

const no = (because: GuardRefusal): GuardStep => ({ ok: false, because });

function close(
  state: LeaseState,
  guard: LeaseGuard | null,
  { operationId, successor, durationMs }: GuardChange & { what: "close" },
  nowMs: number,
): GuardStep {
  if (guard !== null) return { ok: true, state, guard };
  if (state.holder === null) return no("changed");
  // A sign at this very moment could not be told from one after it.
  if (state.signMs >= nowMs) return no("renewed");
  const closed = { operationId, successor, durationMs, phase: "closing", endsMs: null } as const;
  return { ok: true, state, guard: { ...closed, closedSignMs: state.signMs } };
}

function clear(
  state: LeaseState,
  guard: LeaseGuard | null,
  { expected, overrideVerdict }: GuardChange & { what: "clear" },
  { nowMs, verdict }: Seen,
): GuardStep {
  if (guard === null || guard.phase !== "closing") return no("changed");
  const { holder, epoch } = state;
  if (holder === null || holder.sessionId !== expected.sessionId) return no("changed");
  if (holder.epoch !== expected.epoch || epoch !== expected.epoch) return no("changed");
  if (state.signMs > guard.closedSignMs) return no("renewed");
  if (verdict === "live") return no("owner-lives");
  if (verdict !== "orphan" && verdict !== "ghost" && !overrideVerdict) return no("not-proven");
  const endsMs = nowMs + guard.durationMs;
  return {
    ok: true,
    // The epoch grows, so that whoever still has the old token is refused from now on.
    state: { ...state, epoch: epoch + 1, holder: null, closedUntilMs: Math.max(state.closedUntilMs, nowMs) },
    guard: { ...guard, phase: "quarantined", endsMs },
  };
}

export function isQuarantineOver({ endsMs }: LeaseGuard, nowMs: number): boolean {
  return endsMs !== null && nowMs >= endsMs;
}

/** Whether somebody may be granted a guarded resource that nobody holds. Null: it is not known who it is. */
export function admits(guard: LeaseGuard | null, who: Successor | null): boolean {
  if (guard === null) return true;
  if (guard.phase !== "admitting" || guard.successor === null || who === null) return false;
  return who.node === guard.successor.node && who.service === guard.successor.service;
}
