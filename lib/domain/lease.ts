import { limits } from "./limits.ts";

/** Who holds a lease, as it is kept on disk. `…At` are wall times for people; nothing is decided by them. */
export interface LeaseHolder {
  sessionId: string;
  epoch: number;
  grantedAt: number;
  ttlMs: number;
  onLost: "release" | "keep";
  lockDelayMs: number;
  /** When a kept lease's owner was lost, else null. Its token is refused from then on. */
  lostAt: number | null;
}

/**
 * One lease as its observer knows it. `…Ms` are of the observer's monotonic clock and start anew with it: a wall
 * clock that jumps changes nothing here.
 */
export interface LeaseState {
  /** Highest epoch ever given out or skipped; grows with every grant and every forced release, never back. */
  epoch: number;
  holder: LeaseHolder | null;
  /** Last sign of the holder: grant, renewal, or a beat of its session. */
  signMs: number;
  /** No grant before this. */
  closedUntilMs: number;
}

export interface LeaseAsk {
  sessionId: string;
  ttlMs: number;
  onLost: "release" | "keep";
  lockDelayMs: number;
}

export interface LeaseToken {
  sessionId: string;
  epoch: number;
}

export interface Now {
  monoMs: number;
  wallMs: number;
}

export type AcquireStep =
  | { outcome: "granted" | "already-yours"; state: LeaseState; holder: LeaseHolder }
  | { outcome: "not-now"; because: "held" | "lock-delay" };

export type TokenStep = { ok: true; state: LeaseState } | { ok: false };

export function freeLease(epoch: number): LeaseState {
  return { epoch, holder: null, signMs: 0, closedUntilMs: 0 };
}

/**
 * When the holder counts as lost: its TTL after its last sign, and the tolerance. The owner itself counts from
 * before it sent that sign, and without tolerance, so it always stops believing first. Null when nothing runs out.
 */
export function lostFromMs(state: LeaseState): number | null {
  if (state.holder === null || state.holder.lostAt !== null) return null;
  return state.signMs + state.holder.ttlMs + limits.ttlToleranceMs;
}

/** When something will change by time alone: the holder is lost, or the lock-delay is over. Null: never. */
export function dueMs(state: LeaseState, nowMs: number): number | null {
  if (state.holder !== null) return lostFromMs(state);
  return state.closedUntilMs > nowMs ? state.closedUntilMs : null;
}

function isLost(state: LeaseState, nowMs: number): boolean {
  const from = lostFromMs(state);
  return from !== null && nowMs >= from;
}

/** Whether this epoch is the one that holds now: what `check` answers. */
export function isValidEpoch(state: LeaseState, epoch: number, nowMs: number): boolean {
  const { holder } = state;
  return holder !== null && holder.epoch === epoch && holder.lostAt === null && !isLost(state, nowMs);
}

/** A beat or a renewal of the holder was seen at `atMs`. */
export function withSign(state: LeaseState, atMs: number): LeaseState {
  return atMs > state.signMs ? { ...state, signMs: atMs } : state;
}

/**
 * What time alone does to a lease. A lost owner's lease is released (the epoch grows, so that its token is
 * refused, and the lock-delay begins), or kept for a person: then no time ever frees it. Null: nothing yet.
 */
export function elapse(state: LeaseState, now: Now): { state: LeaseState; what: "expired" | "kept" } | null {
  const { holder } = state;
  if (holder === null || !isLost(state, now.monoMs)) return null;
  if (holder.onLost === "keep") {
    return { what: "kept", state: { ...state, holder: { ...holder, lostAt: now.wallMs } } };
  }
  const closedUntilMs = now.monoMs + holder.lockDelayMs;
  return {
    what: "expired",
    state: { epoch: state.epoch + 1, holder: null, signMs: state.signMs, closedUntilMs },
  };
}

/**
 * One try for the lease. The same session gets the same grant again; if its kept lease was lost meanwhile, a new
 * grant with a new epoch. A lease whose owner is lost is not granted past `elapse`: call that first.
 */
export function tryAcquire(state: LeaseState, ask: LeaseAsk, now: Now): AcquireStep {
  const { holder } = state;
  if (holder !== null) {
    const own = holder.sessionId === ask.sessionId;
    if (own && isValidEpoch(state, holder.epoch, now.monoMs)) {
      return { outcome: "already-yours", state: withSign(state, now.monoMs), holder };
    }
    if (!own || holder.lostAt === null) return { outcome: "not-now", because: "held" };
  }
  if (now.monoMs < state.closedUntilMs) return { outcome: "not-now", because: "lock-delay" };
  return grant(state, ask, now);
}

function grant(state: LeaseState, ask: LeaseAsk, now: Now): AcquireStep {
  const epoch = state.epoch + 1;
  const { sessionId, ttlMs, onLost, lockDelayMs } = ask;
  const holder = { sessionId, epoch, grantedAt: now.wallMs, ttlMs, onLost, lockDelayMs, lostAt: null };
  return {
    outcome: "granted",
    holder,
    state: { epoch, holder, signMs: now.monoMs, closedUntilMs: state.closedUntilMs },
  };
}

/** The holder says that it is there. Refused once it counts as lost: it has to acquire anew. */
export function renew(state: LeaseState, token: LeaseToken, nowMs: number): TokenStep {
  const own = state.holder?.sessionId === token.sessionId;
  if (!own || !isValidEpoch(state, token.epoch, nowMs)) return { ok: false };
  return { ok: true, state: withSign(state, nowMs) };
}

/** The holder gives it back; also one that was lost meanwhile, as long as the lease is still in its name. */
export function release(state: LeaseState, token: LeaseToken): TokenStep {
  const { holder } = state;
  if (holder?.sessionId !== token.sessionId || holder.epoch !== token.epoch) return { ok: false };
  return { ok: true, state: { ...state, holder: null } };
}

/**
 * A lease found on disk by a new observer. It knows nothing of the time before, so TTL and lock-delay count in
 * full from now, and nobody is lost before the grace period ends.
 */
export function recover(
  durable: { epoch: number; holder: LeaseHolder | null; lockDelayMs: number },
  nowMs: number,
  graceUntilMs: number,
): LeaseState {
  const { epoch, holder } = durable;
  const ttlMs = holder === null ? 0 : holder.ttlMs + limits.ttlToleranceMs;
  return {
    epoch,
    holder,
    signMs: Math.max(nowMs, graceUntilMs - ttlMs),
    closedUntilMs: nowMs + durable.lockDelayMs,
  };
}
