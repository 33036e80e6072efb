import { readUptimeTicks } from "#lib/sources/kernel/host-view.ts";
import { parseStat, readStat } from "#lib/sources/kernel/process-facts.ts";
import { failed } from "#lib/sources/kernel/procfs.ts";
import type { ClearHands, Named } from "./hands.ts";
import { holdsLock } from "./look.ts";

/** Written down before a process is stopped, so that whoever finds it can let it go on. */
export interface Stopping extends Named {
  /** Clock ticks after boot: whatever started later cannot have been stopped by this. */
  ticks: number;
  /** Somebody else had stopped it before: it is not for us to let it go on. */
  wasStopped: boolean;
}

/** A process in a wait that no signal ends may need this long. */
const stopWaitMs = 2_000;
const pollMs = 5;

/**
 * Stops one holder and looks again: the same process, every thread of it stopped, the lock still in its hands. From
 * then on it can neither exit nor let the lock go. Null when all is so, else the reason why not; what was stopped
 * stays stopped and is in the record.
 */
export async function stopHolder(
  hands: ClearHands,
  holder: Named,
  options: { key: string; record: (stopping: Stopping) => void },
): Promise<string | null> {
  const { proc, signal, monoMs, pause } = hands;
  const { pid, startTime } = holder;
  const before = readStat(proc, pid);
  if (typeof before === "string") return `PID ${pid} is ${before === "gone" ? "gone" : "out of reach"}`;
  if (before.startTime !== startTime) return reused(pid);
  if (!holdsLock(hands, holder, options.key)) return `PID ${pid} does not hold the lock any more`;
  options.record({ pid, startTime, ticks: readUptimeTicks(proc), wasStopped: before.state === "T" });
  const sent = signal(pid, "SIGSTOP");
  if (sent !== "sent") return sent === "gone" ? `PID ${pid} is gone` : `PID ${pid} may not be stopped by us`;
  const deadlineMs = monoMs() + stopWaitMs;
  for (;;) {
    const now = readStat(proc, pid);
    if (typeof now === "string") return `PID ${pid} ended before it was stopped`;
    if (now.startTime !== startTime) return reused(pid);
    if (isStopped(hands, pid)) break;
    if (monoMs() >= deadlineMs) return `PID ${pid} does not stop: it is in state ${now.state}`;
    await pause(pollMs);
  }
  return holdsLock(hands, holder, options.key) ? null : `PID ${pid} let the lock go before it was stopped`;
}

/**
 * Lets a process go on that we have stopped, also one that got the number meanwhile and was stopped in its place.
 * Says what was done; null when there was nothing to do.
 */
export function letGoOn({ proc, signal }: ClearHands, stopped: Stopping): string | null {
  const { pid, startTime, ticks, wasStopped } = stopped;
  const stat = readStat(proc, pid);
  if (typeof stat === "string") return null;
  const same = stat.startTime === startTime;
  if (same && wasStopped) return `PID ${pid} stays stopped, as it was before`;
  // Start times and the uptime are rounded to ticks.
  if (!same && (stat.startTime > ticks + 1 || stat.state !== "T")) return null;
  if (signal(pid, "SIGCONT") !== "sent") return `PID ${pid} could not be told to go on`;
  return same ? `PID ${pid} goes on` : `PID ${pid}, another process by now, goes on`;
}

/** A leader that ended before its threads is a zombie that nothing can stop, and that does nothing. */
function isStopped({ proc }: ClearHands, pid: number): boolean {
  const threads = proc.list(`${pid}/task`);
  if (failed(threads) || threads.length === 0) return false;
  const states = threads.map((tid) => {
    const text = proc.text(`${pid}/task/${tid}/stat`, 4096);
    return failed(text) ? "gone" : (parseStat(text)?.state ?? "unreadable");
  });
  return states.includes("T") && states.every((state) => ["T", "Z", "X", "gone"].includes(state));
}

function reused(pid: number): string {
  return `PID ${pid} is another process than the one that was reviewed`;
}
