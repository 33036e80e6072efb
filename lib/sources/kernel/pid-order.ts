import { readStatNumber } from "./host-view.ts";
import { readStat } from "./process-facts.ts";
import { failed, type ProcFs } from "./procfs.ts";

/**
 * Whether smaller PIDs started earlier on this host: fewer processes and threads were started since the boot
 * than there are PIDs, and no living process says otherwise (as after a change of `pid_max`, or a restored
 * checkpoint). Only then does a bare PID tell who started first.
 */
export function isPidOrderStartOrder(proc: ProcFs, pids: readonly number[]): boolean {
  const forks = readStatNumber(proc, "processes");
  const text = proc.text("sys/kernel/pid_max", 64);
  const pidMax = failed(text) ? Number.NaN : Number(text.trim());
  if (forks === null || !Number.isSafeInteger(pidMax) || forks + margin >= pidMax) return false;
  let latest = 0;
  for (const pid of [...pids].sort((a, b) => a - b)) {
    const stat = readStat(proc, pid);
    if (typeof stat === "string") continue;
    if (stat.startTime < latest) return false;
    latest = stat.startTime;
  }
  return true;
}

/** Forks that failed after they were given a number are counted nowhere. */
const margin = 1_000;
