import type { KernelHolderFact } from "#lib/domain/kernel-facts.ts";
import type { ProcessFacts } from "./process-facts.ts";

/** What was seen of a taker while it lived. */
export interface TakerMemory {
  startTime: number;
  session: number;
  program: string | null;
}

/** What a holder is compared with. */
export interface Lineage {
  recordedPid: number;
  taker: TakerMemory | null;
  /** The taker started after this tick; null when that is not known. */
  startedAfterTicks: number | null;
  /** A smaller PID started earlier, because PIDs have not wrapped since the boot. */
  pidOrder: boolean;
}

type Relation = KernelHolderFact["relation"];

/** PIDs within one clock tick are given in order; a difference larger than this means that they wrapped. */
const wrapDistance = 16_384;

/**
 * Did the holder start before the recorded taker (then it opened the file itself, and the taker was a helper on
 * its descriptor, such as flock(1) in a shell script) or after (then it inherited the lock)? `unknown` in doubt.
 */
export function relationOf(holder: ProcessFacts, lineage: Lineage): Relation {
  const { recordedPid, taker, startedAfterTicks, pidOrder } = lineage;
  if (recordedPid <= 0) return "unknown";
  if (taker !== null) {
    if (holder.pid === recordedPid && holder.startTime === taker.startTime) return "is-taker";
    if (holder.startTime !== taker.startTime) {
      return holder.startTime < taker.startTime ? "older-than-taker" : "younger-than-taker";
    }
    const wrapped = Math.abs(holder.pid - recordedPid) > wrapDistance;
    return holder.pid < recordedPid !== wrapped ? "older-than-taker" : "younger-than-taker";
  }
  if (holder.pid === recordedPid) return "is-taker";
  if (startedAfterTicks !== null && holder.startTime < startedAfterTicks) return "older-than-taker";
  // While a process group or a session has members, the kernel gives its number to nobody else.
  if (holder.processGroup === recordedPid || holder.session === recordedPid) return "younger-than-taker";
  if (pidOrder) return holder.pid < recordedPid ? "older-than-taker" : "younger-than-taker";
  return "unknown";
}

/** Whether a younger holder is in a session that was made after the taker started; null when it cannot be told. */
export function detachedOf(holder: ProcessFacts, lineage: Lineage): boolean | null {
  const { recordedPid, taker, pidOrder } = lineage;
  if (holder.session === holder.pid) return true;
  // A process group lies within one session, so the taker that led the group was in the holder's session.
  if (holder.session === recordedPid || holder.processGroup === recordedPid) return false;
  if (holder.session <= 0) return null;
  if (taker !== null && taker.session === holder.session) return false;
  if (pidOrder) return holder.session > recordedPid;
  return taker === null ? null : true;
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
