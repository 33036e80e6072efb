import { HolderSearch, type Wanted } from "#lib/sources/kernel/holder-search.ts";
import type { LockLine } from "#lib/sources/kernel/lock-line.ts";
import { parseLockTable } from "#lib/sources/kernel/lock-table.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { failed } from "#lib/sources/kernel/procfs.ts";
import type { ClearHands, Named } from "./hands.ts";

/** A process with the lock in one of its descriptors; `recordedPid` is that of the taker in the kernel's line. */
export interface FoundHolder extends Named {
  fd: number;
  recordedPid: number;
}

/** One lock as it is at this moment, seen without anything that was remembered. */
export interface Sighting {
  entries: LockLine[];
  /** One for each process. */
  holders: FoundHolder[];
  /** Processes whose descriptors could not be read: a holder among them is not seen. */
  unreadable: number;
  /** False when a thread with a descriptor table of its own may have been left out. */
  threadsCompared: boolean;
}

/** Descriptors of threads compared in one look, at most about a second. */
const compareBudget = 200_000;

/** Then others have their turn: this agent has to beat. */
const sliceMs = 20;

/** Looks through every process and thread for the holders of one lock. */
export async function lookAtLock(hands: ClearHands, key: string): Promise<Sighting> {
  const { proc, monoMs, pause } = hands;
  const wanted = readTable(hands, key);
  const search = searchOf(hands);
  const sighting: Sighting = { entries: wanted.entries, holders: [], unreadable: 0, threadsCompared: true };
  let sliceEndMs = monoMs() + sliceMs;
  for (const pid of proc.pids()) {
    const found = search.lookAt(pid, wanted, "threads");
    if (found.status === "unreadable") sighting.unreadable += 1;
    if (!found.threadsCompared) sighting.threadsCompared = false;
    const held = found.held.find(({ line }) => line.key === key);
    const { startTime } = found;
    if (held !== undefined && startTime !== null && isStillThere(hands, { pid, startTime })) {
      sighting.holders.push({ pid, startTime, fd: held.fd, recordedPid: held.line.pid });
    }
    if (monoMs() < sliceEndMs) continue;
    await pause(0);
    sliceEndMs = monoMs() + sliceMs;
  }
  return sighting;
}

/** Whether this very process has the lock in one of its descriptors now. */
export function holdsLock(hands: ClearHands, { pid, startTime }: Named, key: string): boolean {
  const found = searchOf(hands).lookAt(pid, readTable(hands, key), "threads");
  if (found.startTime !== startTime || !found.held.some(({ line }) => line.key === key)) return false;
  return isStillThere(hands, { pid, startTime });
}

/** The same process before and after a search: then what was found is of no other one under its number. */
function isStillThere({ proc }: ClearHands, { pid, startTime }: Named): boolean {
  const stat = readStat(proc, pid);
  return typeof stat !== "string" && stat.startTime === startTime;
}

function searchOf({ proc }: ClearHands): HolderSearch {
  const search = new HolderSearch(proc, false);
  search.allow(compareBudget);
  return search;
}

function readTable({ proc }: ClearHands, key: string): Wanted & { entries: LockLine[] } {
  const text = proc.wholeText("locks");
  const table = parseLockTable(failed(text) ? "" : text);
  const entries = table.entries.filter((line) => line.key === key);
  const inode = /^[^/]+\/[^/]*:(\d+)\//.exec(key)?.[1];
  // Nothing is left out for where its device is mounted: this is one lock, not ten thousand.
  return {
    entries,
    inodes: new Set(inode === undefined ? [] : [inode]),
    byText: table.byText,
    devicesMounted: false,
  };
}
