import { isValidEpoch, type LeaseState } from "./lease.ts";
import type { LeaseGuard } from "./lease-guard.ts";
import type { LockState, Verdict } from "./states.ts";

/**
 * A guarded file with its guardian, its watchdog, the server and an operator, each of whom may do the next thing that
 * it can at any moment, crash, freeze or restart. Time is counted from now, in steps; epochs are told apart by their
 * order alone. So the world has finitely many states, and all of them can be looked at.
 */
export interface GuardWorld {
  lease: LeaseState;
  guard: LeaseGuard | null;
  /** Of the clear under way: the holder that was reviewed. */
  reviewed: { sessionId: string; epoch: number } | null;
  /** Remaining time in which the server, restarted, refuses clears. */
  graceMs: number;
  /** Who has the flock; `nobody`: the kernel counts it as taken, and there is no process. */
  flock: Who | "nobody" | null;
  guardian: Actor;
  watchdog: Actor;
  /** The holder's process is seen to be gone by the agent of its host. */
  seenGone: boolean;
  /** A request of a process that ended since: the server still has it to serve. */
  late: Who | null;
  /** Epoch of the last write. */
  written: number;
}

export type Who = "guardian" | "watchdog";

/** One process. `writing`: its epoch was checked, and the file is about to be replaced. */
export interface Actor {
  phase: "down" | "standby" | "asking" | "granted" | "guarding" | "writing" | "leaving";
  frozen: boolean;
  epoch: number;
  /** Its own clock says until when the lease is surely its own; ms from now. */
  sureMs: number;
  /** Of a watchdog. */
  guardianGone: boolean;
}

export const ttlMs = 4_000;
export const stepMs = 3_000;
export const graceAfterRestartMs = 2 * stepMs;
export const quarantineMs = 2 * stepMs;
export const operationId = "op";
export const down: Actor = { phase: "down", frozen: false, epoch: 0, sureMs: 0, guardianGone: false };

export const firstWorld: GuardWorld = {
  lease: { epoch: 0, holder: null, signMs: 0, closedUntilMs: 0 },
  guard: null,
  reviewed: null,
  graceMs: 0,
  flock: null,
  guardian: down,
  watchdog: down,
  seenGone: false,
  late: null,
  written: 0,
};

/** A session ends with its process: what it held is then held by nobody who is there. */
export const gone = (who: Who) => `${who} before`;

export const isGone = (sessionId: string) => sessionId === gone("guardian") || sessionId === gone("watchdog");

/** What the screens say of the lease's owner; null when it has none. */
export function verdictOf({ lease, seenGone }: GuardWorld): Verdict | null {
  const { holder } = lease;
  if (holder === null) return null;
  if (isGone(holder.sessionId) && seenGone) return "orphan";
  return holder.lostAt === null && isValidEpoch(lease, holder.epoch, 0) ? "live" : "suspect";
}

export function shownState({ lease, guard }: GuardWorld): LockState {
  if (lease.holder !== null) return "held";
  return guard !== null || lease.closedUntilMs > 0 ? "quarantined" : "free";
}

/** The same world in fewer words: old is old, and epochs are their order. */
export function normal(world: GuardWorld): GuardWorld {
  const { lease, guard, written } = world;
  const closing = guard !== null && guard.phase === "closing";
  const reviewed = closing ? world.reviewed : null;
  const [guardian, watchdog] = [settled(world.guardian), settled(world.watchdog)];
  const seen = [lease.epoch, lease.holder?.epoch, reviewed?.epoch, guardian.epoch, watchdog.epoch, written];
  const order = [...new Set([0, ...seen.filter((epoch) => epoch !== undefined)])].sort((a, b) => a - b);
  const rank = (epoch: number) => order.indexOf(epoch);
  const signMs = lease.holder === null ? 0 : Math.max(-2 * stepMs, lease.signMs);
  const holder = lease.holder && { ...lease.holder, epoch: rank(lease.holder.epoch) };
  // Only whether a sign came after it counts, and only until the clear.
  const signed = !closing || lease.signMs > guard.closedSignMs;
  return {
    ...world,
    lease: { ...lease, holder, epoch: rank(lease.epoch), signMs },
    guard: guard && { ...guard, closedSignMs: signed ? signMs - 1 : signMs },
    reviewed: reviewed && { ...reviewed, epoch: rank(reviewed.epoch) },
    guardian: { ...guardian, epoch: rank(guardian.epoch) },
    watchdog: { ...watchdog, epoch: rank(watchdog.epoch) },
    written: rank(written),
    seenGone: holder !== null && world.seenGone,
  };
}

/** A process without a lease remembers no epoch, and one with a lease does not wonder who else is there. */
function settled(actor: Actor): Actor {
  const without = ["down", "standby", "asking"].includes(actor.phase);
  return without ? { ...actor, epoch: 0, sureMs: 0 } : { ...actor, guardianGone: false };
}

/** One text for each world, made faster than JSON. */
export function worldKey({
  lease,
  guard,
  reviewed,
  graceMs,
  flock,
  late,
  seenGone,
  written,
  ...both
}: GuardWorld): string {
  const { guardian, watchdog } = both;
  const actor = (one: Actor) => `${one.phase},${one.frozen},${one.epoch},${one.sureMs},${one.guardianGone}`;
  const holder =
    lease.holder && `${lease.holder.sessionId},${lease.holder.epoch},${lease.holder.lostAt === null}`;
  const closed = guard && `${guard.phase},${guard.endsMs},${guard.closedSignMs}`;
  const clear = reviewed && `${reviewed.sessionId},${reviewed.epoch}`;
  const server = `${lease.epoch};${holder};${lease.signMs};${lease.closedUntilMs};${closed};${clear};${graceMs}`;
  return `${server};${flock};${late};${seenGone};${written};${actor(guardian)};${actor(watchdog)}`;
}
