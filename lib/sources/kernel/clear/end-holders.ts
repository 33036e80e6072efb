import type { ClearHands, ClearTask } from "./hands.ts";
import { lookAtLock, type Sighting } from "./look.ts";
import { letGoOn, type Stopping, stopHolder } from "./stop-holder.ts";
import { openProbe, type Probe } from "./try-lock.ts";
import { untouchableBecause } from "./untouchable.ts";
import { endAll } from "./wait-for-end.ts";

/** Lines are evidence: one for each act, in order. */
export interface ClearOutcome {
  outcome: "done" | "failed";
  text: string;
  lines: string[];
}

/** Must be on disk when it returns: what was not written down may not be done. */
export type ClearStep = ({ what: "stopping" } & Stopping) | { what: "ending" };

const clearable: ReadonlySet<string> = new Set(["flock", "posix", "ofd"]);

/** A clear cannot go on; the message is its reason. */
class Refusal extends Error {}

/**
 * Ends the processes that hold a lock, which is the only way to free it: exactly those that were reviewed, each
 * stopped and looked at again before anything that cannot be taken back. Whoever turns out not to be meant goes on.
 * Never throws but for `record`.
 */
export async function endHolders(
  task: ClearTask,
  hands: ClearHands,
  record: (step: ClearStep) => void,
): Promise<ClearOutcome> {
  const stopped: Stopping[] = [];
  const lines: string[] = [];
  const deadMan = hands.startDeadMan();
  let probe: Probe | null = null;
  try {
    checkTask(task, hands);
    await stopAll(task, hands, lines, (stopping) => {
      record({ what: "stopping", ...stopping });
      stopped.push(stopping);
      if (!stopping.wasStopped) deadMan.watch(stopping.pid);
    });
    const held = sameHolders(task, await lookAtLock(hands, task.key));
    for (const { pid, startTime, fd } of held.holders)
      lines.push(
        `PID ${pid} is stopped, started at tick ${startTime}, and has the lock in descriptor ${fd}: checked again`,
      );
    probe = held.holders[0] === undefined ? null : openProbe(hands, held.holders[0]);
    if (task.signal?.aborted === true) throw new Refusal("this agent was told to stop");
    record({ what: "ending" });
    const left = await endAll(hands, task, lines);
    stopped.length = 0;
    if (left !== null) return { outcome: "failed", text: left, lines };
    return await verify({ task, hands, lines, before: held, probe });
  } catch (error) {
    for (const one of stopped) note(lines, letGoOn(hands, one));
    if (!(error instanceof Refusal)) throw error;
    const text = `Nothing was ended: ${error.message}.`;
    return { outcome: "failed", text, lines };
  } finally {
    deadMan.dismiss();
    probe?.close();
  }
}

function checkTask({ key, holders }: ClearTask, hands: ClearHands): void {
  const type = key.slice(0, key.indexOf("/"));
  if (!clearable.has(type)) throw new Refusal(`a lock of type ${type} is not freed in this way`);
  if (holders.length === 0) throw new Refusal("no holder was named");
  for (const { pid } of holders) {
    const because = untouchableBecause(hands, pid);
    if (because !== null) throw new Refusal(because);
  }
}

async function stopAll(
  task: ClearTask,
  hands: ClearHands,
  lines: string[],
  record: (stopping: Stopping) => void,
): Promise<void> {
  const sighting = sameHolders(task, await lookAtLock(hands, task.key));
  if (sighting.unreadable > 0) {
    lines.push(`${sighting.unreadable} processes cannot be read: a holder among them would not be seen`);
  }
  if (!sighting.threadsCompared) lines.push("not every thread's own descriptors could be looked at");
  for (const holder of task.holders) {
    const because = await stopHolder(hands, holder, { key: task.key, record });
    if (because !== null) throw new Refusal(because);
  }
}

/** The same processes as were reviewed: nobody less, nobody more. */
function sameHolders(task: ClearTask, sighting: Sighting): Sighting {
  for (const { pid, startTime } of task.holders) {
    const now = sighting.holders.find((holder) => holder.pid === pid);
    if (now === undefined) throw new Refusal(`PID ${pid} does not hold the lock any more`);
    if (now.startTime !== startTime)
      throw new Refusal(`PID ${pid} is another process than the one that was reviewed`);
  }
  const stranger = sighting.holders.find(({ pid }) => !task.holders.some((holder) => holder.pid === pid));
  if (stranger !== undefined)
    throw new Refusal(`PID ${stranger.pid} holds the lock too, and was not reviewed`);
  return sighting;
}

interface Ended {
  task: ClearTask;
  hands: ClearHands;
  lines: string[];
  before: Sighting;
  probe: Probe | null;
}

/** The lock is gone from the kernel's table, or somebody else's by now; and whether one could have it. */
async function verify({ task, hands, lines, before, probe }: Ended): Promise<ClearOutcome> {
  let after = await lookAtLock(hands, task.key);
  // The table was read before the processes: a lock that came and went in between belongs to nobody seen.
  if (hasUnowned(after)) after = await lookAtLock(hands, task.key);
  const old = new Set([
    ...before.entries.map((line) => line.pid),
    ...before.holders.map((h) => h.recordedPid),
  ]);
  const still = after.holders.find((holder) => old.has(holder.recordedPid));
  if (still !== undefined) {
    return fail(lines, `PID ${still.pid} holds what they held, and was not among them`);
  }
  if (hasUnowned(after)) {
    return fail(lines, "the lock is still in the kernel's table, and nobody is seen to hold it");
  }
  const next = after.holders[0];
  if (next !== undefined) {
    lines.push(`PID ${next.pid} has taken the lock since: it is another process's now`);
    const text = `The holders ended; PID ${next.pid} has taken the lock since.`;
    return { outcome: "done", text, lines };
  }
  lines.push("the lock is gone from the kernel's table, and no descriptor has it");
  const tried = task.key.startsWith("flock/") && probe !== null ? await hands.tryFlock(probe.fd) : "unknown";
  if (tried === "held")
    return fail(lines, "the lock is gone from the table, but a try to take it was refused");
  lines.push(
    tried === "free"
      ? "a try to take it without waiting succeeded, and was given back at once"
      : "not verified: whether a try to take it would succeed",
  );
  return { outcome: "done", text: "The holders ended, and the lock is gone.", lines };
}

function hasUnowned({ entries, holders }: Sighting): boolean {
  return entries.some((line) => !holders.some((holder) => holder.recordedPid === line.pid));
}

function fail(lines: string[], text: string): ClearOutcome {
  return { outcome: "failed", text: `The holders ended, but ${text}.`, lines };
}

function note(lines: string[], line: string | null): void {
  if (line !== null) lines.push(line);
}
