import { type Entry, entryOf, type LockGroup } from "./lock-group.ts";
import { type PidMark, roundBetween } from "./pid-order.ts";
import type { StatResult } from "./process-facts.ts";

/** One recorded PID of a lock, as an earlier scanner of this boot knew it. */
export interface KeptEntry extends Omit<Entry, "children"> {
  children: [pid: number, startTime: number][];
}

export interface KeptLock {
  key: string;
  entries: KeptEntry[];
  /** Everybody who was seen to hold it. */
  holders: { pid: number; startTime: number }[];
}

/** What outlives a scanner: who took the locks that others than their takers hold too. */
export interface KeptTakers {
  bootId: string;
  pidNs: string;
  /** At or before the look that this is from. */
  mark: PidMark;
  locks: KeptLock[];
}

/** More are forgotten: then a lock whose taker dies while nobody looks is `suspect`, as without memory. */
export const keptMost = { locks: 1_000, entries: 20, holders: 100, children: 100 } as const;

/**
 * What is worth to be kept: only a flock is inherited, and only one that somebody besides its taker holds can become
 * an orphan while nobody looks.
 */
export function keepTakers(groups: Iterable<LockGroup>): KeptLock[] {
  const locks: KeptLock[] = [];
  for (const group of groups) {
    if (locks.length >= keptMost.locks) break;
    if (group.type === "flock" && group.inTable && hasHeir(group) && isSmall(group)) locks.push(keep(group));
  }
  return locks;
}

function hasHeir({ holders }: LockGroup): boolean {
  return holders.some(({ pid, recordedPid }) => pid !== recordedPid && recordedPid > 0);
}

function isSmall({ entries, holders }: LockGroup): boolean {
  const { children } = keptMost;
  return (
    entries.length <= keptMost.entries &&
    holders.length <= keptMost.holders &&
    entries.every((entry) => entry.children.size <= children)
  );
}

function keep({ key, entries, holders }: LockGroup): KeptLock {
  return {
    key,
    entries: entries.map((entry) => ({ ...entry, children: [...entry.children] })),
    holders: holders.map(({ pid, startTime }) => ({ pid, startTime })),
  };
}

export interface RecallLook {
  bootId: string;
  pidNs: string;
  scope: string;
  /** Read after the holders were searched. */
  mark: PidMark | null;
  stat: (pid: number) => StatResult;
}

/**
 * Gives a first look back what an earlier scanner knew, of the locks that are surely still the same. A lock that was
 * let go and taken anew by another process under the same number would turn its owner into an heir; so nothing is
 * believed unless (1) boot and PID namespace are the same, (2) fewer processes were started since than there are PIDs,
 * so that no number came up twice, (3) the recorded process is gone, or is the same one by its start time, and (4)
 * everybody who holds the lock now was seen to hold it then. What is left out is `suspect`, as without memory.
 */
export function recallTakers(
  groups: ReadonlyMap<string, LockGroup>,
  kept: KeptTakers,
  look: RecallLook,
): void {
  if (look.scope !== "host" || kept.bootId === "" || kept.pidNs === "") return;
  if (kept.bootId !== look.bootId || kept.pidNs !== look.pidNs) return;
  if (look.mark === null || look.mark.forks < kept.mark.forks) return;
  if (roundBetween(kept.mark, look.mark) === null) return;
  for (const lock of kept.locks) {
    const group = groups.get(lock.key);
    if (group === undefined || !isSearched(group) || !areKnown(group, lock)) continue;
    for (const old of lock.entries) {
      const entry = entryOf(group, old.recordedPid);
      if (entry !== undefined && entry.mode === old.mode && isSameTaker(old, look)) recall(entry, old);
    }
  }
}

/** Somebody who was not seen may be the one who took it anew. */
function isSearched({ type, inTable, searched, unreadable }: LockGroup): boolean {
  return type === "flock" && inTable && searched === "threads" && unreadable === 0;
}

function areKnown({ holders }: LockGroup, lock: KeptLock): boolean {
  const known = new Map(lock.holders.map(({ pid, startTime }) => [pid, startTime]));
  return holders.length > 0 && holders.every(({ pid, startTime }) => known.get(pid) === startTime);
}

function isSameTaker({ recordedPid, taker }: KeptEntry, { stat }: RecallLook): boolean {
  if (recordedPid <= 0 || (taker !== null && taker.pid !== recordedPid)) return false;
  const now = stat(recordedPid);
  if (now === "gone") return true;
  return now !== "unreadable" && taker !== null && now.startTime === taker.startTime;
}

function recall(entry: Entry, old: KeptEntry): void {
  entry.taker ??= old.taker;
  entry.firstSeenTicks = Math.min(entry.firstSeenTicks, old.firstSeenTicks);
  entry.window ??= old.window;
  entry.children = new Map([...old.children, ...entry.children]);
}
