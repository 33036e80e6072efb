import { readStat } from "#lib/sources/kernel/process-facts.ts";
import type { ClearHands, ClearTask, Named } from "./hands.ts";
import { holdsLock } from "./look.ts";

/** How long a holder has to end after SIGTERM when it will not be killed. */
const endWaitMs = 15_000;
/** After SIGKILL, a process in a wait that nothing interrupts may still be there. */
const killWaitMs = 5_000;
const pollMs = 20;

/**
 * Ends stopped holders: SIGTERM, which waits for them, then SIGCONT; SIGKILL after the time that the task names, and
 * only then. One that lives on but let the lock go has done what is wanted. Null, or who still holds it.
 */
export async function endAll(hands: ClearHands, task: ClearTask, lines: string[]): Promise<string | null> {
  const { monoMs, signal } = hands;
  const startedMs = monoMs();
  for (const { pid } of task.holders) {
    signal(pid, "SIGTERM");
    const sent = signal(pid, "SIGCONT");
    lines.push(sent === "sent" ? `PID ${pid} got SIGTERM and goes on to hear it` : `PID ${pid} ended`);
  }
  const patience = { hands, task, lines, startedMs };
  let left = await untilEnded(patience, task.holders, startedMs + (task.killAfterMs ?? endWaitMs));
  if (left.length === 0) return null;
  if (isAsked(task)) return `This agent was told to stop while ${names(left)} had not ended yet.`;
  if (task.killAfterMs === null) {
    return `${names(left)} did not end within ${endWaitMs / 1_000} s of SIGTERM, and the plan allows no SIGKILL.`;
  }
  for (const holder of left) kill(hands, holder, task.key, lines);
  left = await untilEnded(patience, left, monoMs() + killWaitMs);
  return left.length === 0 ? null : `${names(left)} did not end within ${killWaitMs / 1_000} s of SIGKILL.`;
}

interface Patience {
  hands: ClearHands;
  task: ClearTask;
  lines: string[];
  startedMs: number;
}

async function untilEnded(
  { hands, task, lines, startedMs }: Patience,
  holders: readonly Named[],
  deadlineMs: number,
): Promise<readonly Named[]> {
  let left = holders;
  for (;;) {
    left = left.filter((holder) => {
      const how = isGone(hands, holder)
        ? "ended"
        : holdsLock(hands, holder, task.key)
          ? null
          : "let the lock go";
      if (how === null) return true;
      lines.push(`PID ${holder.pid} ${how} after ${Math.round(hands.monoMs() - startedMs)} ms`);
      return false;
    });
    if (left.length === 0 || hands.monoMs() >= deadlineMs || isAsked(task)) return left;
    await hands.pause(pollMs);
  }
}

/** Stopped first, so that who it is can be checked before the one signal that nobody can take back. */
function kill(hands: ClearHands, holder: Named, key: string, lines: string[]): void {
  if (hands.signal(holder.pid, "SIGSTOP") !== "sent") return;
  // Gone, or without the lock in this last moment: then there is nothing to end it for.
  if (isGone(hands, holder) || !holdsLock(hands, holder, key)) {
    hands.signal(holder.pid, "SIGCONT");
    return;
  }
  hands.signal(holder.pid, "SIGKILL");
  lines.push(`PID ${holder.pid} did not end by itself and got SIGKILL`);
}

function isGone({ proc }: ClearHands, { pid, startTime }: Named): boolean {
  const stat = readStat(proc, pid);
  return typeof stat === "string" ? stat === "gone" : stat.startTime !== startTime;
}

function isAsked({ signal }: ClearTask): boolean {
  return signal?.aborted === true;
}

function names(holders: readonly Named[]): string {
  return holders.map(({ pid }) => `PID ${pid}`).join(", ");
}
