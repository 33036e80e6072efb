import { readStat } from "#lib/sources/kernel/process-facts.ts";
import type { ClearHands } from "./hands.ts";

const generationsMax = 1_000;

/** Why a process must never be stopped by a clear, whatever it holds; null when nothing speaks against it. */
export function untouchableBecause({ proc, selfPid }: ClearHands, pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid < 1) return `${pid} is not the number of a process`;
  if (pid === 1) return "PID 1 runs this host";
  if (pid === selfPid) return `PID ${pid} is this agent`;
  const stat = readStat(proc, pid);
  if (typeof stat !== "string" && stat.kernelThread) return `PID ${pid} is a thread of the kernel`;
  let child = selfPid;
  for (let generation = 0; generation < generationsMax; generation += 1) {
    const parent = readStat(proc, child);
    if (typeof parent === "string" || parent.ppid <= 1) return null;
    if (parent.ppid === pid) return `this agent runs under PID ${pid}`;
    child = parent.ppid;
  }
  return null;
}
