import { readStatNumber } from "./host-view.ts";
import { readStat } from "./process-facts.ts";
import { failed, type ProcFs } from "./procfs.ts";

/** How far the kernel had got in giving out PIDs at one moment. */
export interface PidMark {
  /** The PID given out last. */
  cursor: number;
  pidMax: number;
  /** Processes and threads started since the boot. */
  forks: number;
}

/** Forks that failed after they were given a number are counted nowhere. */
const margin = 1_000;

/** Reads the mark of this moment; null where the numbers cannot be had. */
export function readPidMark(proc: ProcFs): PidMark | null {
  const forks = readStatNumber(proc, "processes");
  const limit = proc.text("sys/kernel/pid_max", 64);
  const load = proc.text("loadavg", 128);
  if (forks === null || failed(limit) || failed(load)) return null;
  const [pidMax, cursor] = [Number(limit.trim()), Number(load.trim().split(" ").at(-1))];
  return Number.isSafeInteger(pidMax) && Number.isSafeInteger(cursor) ? { cursor, pidMax, forks } : null;
}

/** PIDs are given out in a circle; within one round, their distance from `cursor` is the order of starts. */
export interface PidRound {
  cursor: number;
  pidMax: number;
}

/** The round between two moments; null when so many were started that a number may have come up twice. */
export function roundBetween(before: PidMark | null, now: PidMark | null): PidRound | null {
  if (before === null || now === null || before.pidMax !== now.pidMax) return null;
  if (now.forks - before.forks + margin >= now.pidMax) return null;
  return { cursor: before.cursor, pidMax: now.pidMax };
}

/** Whether `a` was given out before `b` within a round. */
export function isBefore(a: number, b: number, { cursor, pidMax }: PidRound): boolean {
  const place = (pid: number) => (pid - cursor - 1 + pidMax) % pidMax;
  return place(a) < place(b);
}

/**
 * Whether smaller PIDs started earlier on this host: fewer processes and threads were started since the boot
 * than there are PIDs, and no living process says otherwise (as after a change of `pid_max`, or a restored
 * checkpoint). Only then does a bare PID tell who started first.
 */
export function isPidOrderStartOrder(proc: ProcFs, pids: readonly number[]): boolean {
  const mark = readPidMark(proc);
  if (mark === null || mark.forks + margin >= mark.pidMax) return false;
  let latest = 0;
  for (const pid of [...pids].sort((a, b) => a - b)) {
    const stat = readStat(proc, pid);
    if (typeof stat === "string") continue;
    if (stat.startTime < latest) return false;
    latest = stat.startTime;
  }
  return true;
}
