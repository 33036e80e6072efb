import type { KernelHolderFact } from "#lib/domain/kernel-facts.ts";
import { isBefore, type PidRound } from "./pid-order.ts";
import type { ProcessFacts } from "./process-facts.ts";

/** What was seen of a taker while it lived. */
export interface TakerMemory {
  startTime: number;
  session: number;
  program: string | null;
}

/** A lock that was not there at the scan before was taken since; so its taker was alive since. */
export interface TakerWindow {
  /** When the scan before listed the processes: the start and the end of that, in ticks after boot. */
  fromTicks: number;
  listedTicks: number;
  /** A process with the taker's number was there at that scan. */
  takerWasThere: boolean;
  /** The PIDs given out since, in order; null when they may have gone around. */
  round: PidRound | null;
}

/** What a holder is compared with. */
export interface Lineage {
  recordedPid: number;
  taker: TakerMemory | null;
  window: TakerWindow | null;
  /** When the lock was first seen; its taker had started by then. */
  firstSeenTicks: number;
  /** A smaller PID started earlier, because PIDs have not wrapped since the boot. */
  pidOrder: boolean;
  /** Numbers are those of the first PID namespace, where no session is out of sight. */
  ofHost: boolean;
}

type Relation = KernelHolderFact["relation"];
type Started = Pick<ProcessFacts, "pid" | "startTime" | "processGroup" | "session">;

/** PIDs within one clock tick are given in order; a difference larger than this means that they wrapped. */
const wrapDistance = 16_384;

/**
 * Did the holder start before the recorded taker (then it opened the file itself, and the taker was a helper on
 * its descriptor, such as flock(1) in a shell script) or after (then it inherited the lock)? `unknown` in doubt.
 */
export function relationOf(holder: Started, lineage: Lineage): Relation {
  const { recordedPid, taker, pidOrder } = lineage;
  if (recordedPid <= 0) return "unknown";
  if (taker !== null) {
    if (holder.pid === recordedPid && holder.startTime === taker.startTime) return "is-taker";
    if (holder.startTime !== taker.startTime) return older(holder.startTime < taker.startTime);
    const wrapped = Math.abs(holder.pid - recordedPid) > wrapDistance;
    return older(holder.pid < recordedPid !== wrapped);
  }
  if (holder.pid === recordedPid) return "is-taker";
  // While a process group or a session has members, the kernel gives its number to nobody else.
  if (holder.processGroup === recordedPid || holder.session === recordedPid) return "younger-than-taker";
  if (holder.startTime > lineage.firstSeenTicks) return "younger-than-taker";
  if (pidOrder) return older(holder.pid < recordedPid);
  return lineage.window === null ? "unknown" : byWindow(holder, recordedPid, lineage.window);
}

function byWindow(holder: Started, recordedPid: number, window: TakerWindow): Relation {
  const { fromTicks, listedTicks, takerWasThere, round } = window;
  if (holder.startTime < fromTicks) return takerWasThere ? "unknown" : "older-than-taker";
  // While they were listed, it is not known whether a start or the look at it came first.
  if (holder.startTime <= listedTicks || round === null) return "unknown";
  return takerWasThere ? "younger-than-taker" : older(isBefore(holder.pid, recordedPid, round));
}

const older = (isOlder: boolean): Relation => (isOlder ? "older-than-taker" : "younger-than-taker");

/**
 * Whether a younger holder is in a session that was made after the taker started; null when it cannot be told.
 * `leader` is the living leader of its session.
 */
export function detachedOf(holder: Started, lineage: Lineage, leader: Started | null): boolean | null {
  const { recordedPid, taker, pidOrder } = lineage;
  if (holder.session === holder.pid) return true;
  // A process group lies within one session, so the taker that led the group was in the holder's session.
  if (holder.session === recordedPid || holder.processGroup === recordedPid) return false;
  // Session 0 is the one that the kernel started init in; it cannot be entered later. Elsewhere 0 means "not seen".
  if (holder.session <= 0) return holder.session === 0 && lineage.ofHost ? false : null;
  if (taker !== null) return taker.session !== holder.session;
  if (pidOrder) return holder.session > recordedPid;
  const relation = leader === null ? "unknown" : relationOf(leader, lineage);
  return relation === "unknown" ? null : relation === "younger-than-taker";
}

/** Programs that adopt orphans (PR_SET_CHILD_SUBREAPER), which `/proc` does not tell. */
const reapers: ReadonlySet<string> = new Set([
  "systemd",
  "init",
  "tini",
  "dumb-init",
  "docker-init",
  "catatonit",
  "containerd-shim",
  "conmon",
  "s6-svscan",
  "runit",
]);

/** Who the parent of a holder is. `parentComm` is null when the parent could not be seen. */
export function parentOf(
  holder: ProcessFacts,
  family: { recordedPid: number; wasChildOfTaker: boolean; isHolder: (pid: number) => boolean },
  parentComm: string | null,
): KernelHolderFact["parent"] {
  if (holder.ppid === family.recordedPid) return "taker";
  if (holder.ppid === 1 || holder.ppid === 0) return "init";
  if (family.isHolder(holder.ppid)) return "holder";
  if (family.wasChildOfTaker) return "reaper";
  if (parentComm === null) return "unknown";
  // The kernel cuts names at 15 characters, as in `containerd-shim-runc-v2`.
  return reapers.has(parentComm) || parentComm.startsWith("containerd-shim") ? "reaper" : "other";
}
