import { setTimeout as sleep } from "node:timers/promises";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { failed, ProcFs } from "#lib/sources/kernel/procfs.ts";

const environmentBytes = 1 << 16;
const lookEveryMs = 50;

/** The processes of a command: its process group, and whatever left the group but still carries the session's id. */
export interface CommandGroup {
  /** PID of the command, which leads the group; null when only the mark is known. */
  leader: { pid: number; startTime: number } | null;
  /** Value of LOCKSMITH_SESSION in the environment of the command and of all that it started. */
  sessionId: string;
}

const proc = new ProcFs();

/** PIDs of the command that run now; one that is dead and not yet reaped does not. */
export function runningPids(group: CommandGroup): number[] {
  const mark = `LOCKSMITH_SESSION=${group.sessionId}`;
  const groupPid = sameLeader(group) ? group.leader?.pid : undefined;
  return proc.pids().filter((pid) => {
    if (pid === process.pid) return false;
    const stat = readStat(proc, pid);
    if (typeof stat === "string") return false;
    return stat.processGroup === groupPid || isMarked(pid, mark);
  });
}

function isMarked(pid: number, mark: string): boolean {
  const environment = proc.text(`${pid}/environ`, environmentBytes);
  return !failed(environment) && environment.split("\0").includes(mark);
}

/** False when the leader's PID belongs to another process by now, and so does the group's number. */
function sameLeader({ leader }: CommandGroup): boolean {
  if (leader === null) return false;
  const stat = readStat(proc, leader.pid);
  return typeof stat === "string" || stat.startTime === leader.startTime;
}

/** Sends a signal to all of them. Returns the PIDs that may not be signalled, such as one that became root. */
export function signalCommand(group: CommandGroup, signal: NodeJS.Signals): number[] {
  if (group.leader !== null && sameLeader(group)) send(-group.leader.pid, signal);
  return runningPids(group).filter((pid) => {
    const stat = readStat(proc, pid);
    const inGroup = typeof stat !== "string" && stat.processGroup === group.leader?.pid;
    return send(pid, inGroup ? 0 : signal) === "refused";
  });
}

function send(pid: number, signal: NodeJS.Signals | 0): "sent" | "gone" | "refused" {
  try {
    process.kill(pid, signal);
    return "sent";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "refused" : "gone";
  }
}

/**
 * Ends the command: SIGTERM at once (and SIGCONT, because a stopped process cannot hear it), SIGKILL when `killNow`
 * says so. Resolves with the PIDs that could not be ended, usually none.
 */
export async function endCommand(group: CommandGroup, killNow: () => boolean): Promise<number[]> {
  signalCommand(group, "SIGTERM");
  signalCommand(group, "SIGCONT");
  while (!killNow()) {
    if (runningPids(group).length === 0) return [];
    await sleep(lookEveryMs);
  }
  // Again and again: a process may start another one while it is being killed.
  for (let round = 0; round < 20; round += 1) {
    const refused = signalCommand(group, "SIGKILL");
    const left = runningPids(group);
    if (left.every((pid) => refused.includes(pid))) return left;
    await sleep(lookEveryMs);
  }
  return runningPids(group);
}
