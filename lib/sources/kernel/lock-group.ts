import type { KernelLockType, LockLine } from "./lock-line.ts";
import type { LockTable } from "./lock-table.ts";
import { type PidMark, roundBetween } from "./pid-order.ts";
import type { ProcessFacts } from "./process-facts.ts";
import type { TakerWindow } from "./relations.ts";

/** One recorded PID of a lock, with what is remembered of that process. */
export interface Entry {
  recordedPid: number;
  mode: LockLine["mode"];
  /** The taker as it was while it held the lock, so that a later process under its number is never blamed. */
  taker: ProcessFacts | null;
  /** Clock ticks after boot when the entry was first seen; nothing that started later took it. */
  firstSeenTicks: number;
  /** What the scan before tells of the taker; null when there was none. */
  window: TakerWindow | null;
  /** Start times of processes, by PID, that were seen as children of the taker. */
  children: Map<number, number>;
}

/** The processes of one scan, and when they were listed. */
export interface Listing {
  fromTicks: number;
  listedTicks: number;
  pids: ReadonlySet<number>;
  mark: PidMark | null;
}

/** When a table is read: on the scanner's clock, and in ticks after boot; `before` is the scan before. */
export interface Moment {
  monoMs: number;
  ticks: number;
  mark: PidMark | null;
  before: Listing | null;
}

/** A process that has the lock's description in one of its descriptors. */
export interface Held {
  pid: number;
  startTime: number;
  fd: number;
  mode: LockLine["mode"];
  recordedPid: number;
  path: string;
}

/** All entries of one type on the same inode and range. */
export interface LockGroup {
  key: string;
  type: KernelLockType;
  device: string | null;
  inode: string | null;
  /** One for each recorded PID. Mostly one, so it is searched from its start. */
  entries: Entry[];
  waiters: readonly number[];
  /** One for each process. */
  holders: readonly Held[];
  searched: "none" | "recorded" | "processes" | "threads";
  /** Whole searches that found nobody. */
  misses: number;
  /** Processes that could not be read when it was last searched. */
  unreadable: number;
  /** Monotonic, ms. */
  firstSeenMs: number;
  /** False for a lock that a descriptor shows and the table hides, as in a child PID namespace. */
  inTable: boolean;
  /** No longer one of the groups: another may have its key by now. */
  dropped: boolean;
}

export interface TableDifference {
  /** Groups that are new or whose entries changed: their holders have to be searched. */
  fresh: LockGroup[];
  /** Groups in which only the waiters changed. */
  waitersChanged: LockGroup[];
  gone: LockGroup[];
}

/** Brings `groups` to what the table says, keeping what is known of entries that stay. */
export function applyTable(groups: Map<string, LockGroup>, table: LockTable, now: Moment): TableDifference {
  const difference: TableDifference = { fresh: [], waitersChanged: [], gone: [] };
  if (groups.size === 0) {
    readGroups(table, now, groups);
    difference.fresh = [...groups.values()];
    return difference;
  }
  const seen = new Map<string, LockGroup>();
  readGroups(table, now, seen);
  for (const [key, group] of groups) {
    if (!group.inTable || seen.has(key)) continue;
    groups.delete(key);
    group.dropped = true;
    difference.gone.push(group);
  }
  for (const [key, sighting] of seen) {
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, sighting);
      difference.fresh.push(sighting);
    } else if (!group.inTable || !sameEntries(group, sighting)) {
      group.inTable = true;
      group.entries = keepKnown(group, sighting);
      group.waiters = sighting.waiters;
      group.searched = "none";
      group.misses = 0;
      difference.fresh.push(group);
    } else if (!sameNumbers(group.waiters, sighting.waiters)) {
      group.waiters = sighting.waiters;
      difference.waitersChanged.push(group);
    }
  }
  return difference;
}

function readGroups(table: LockTable, now: Moment, seen: Map<string, LockGroup>): void {
  for (const line of table.entries) {
    const { key, waiters } = line;
    const group = seen.get(key);
    if (group === undefined) seen.set(key, newGroup(line, now));
    else if (entryOf(group, line.pid) === undefined) group.entries.push(newEntry(line, now));
    if (waiters.length === 0) continue;
    const waiting = seen.get(key);
    if (waiting !== undefined) waiting.waiters = [...waiting.waiters, ...waiters.map((waiter) => waiter.pid)];
  }
}

/** An entry as it is first seen. */
export function newEntry(line: LockLine, now: Moment): Entry {
  const { before } = now;
  return {
    recordedPid: line.pid,
    mode: line.mode,
    taker: null,
    firstSeenTicks: now.ticks,
    window:
      before === null
        ? null
        : {
            fromTicks: before.fromTicks,
            listedTicks: before.listedTicks,
            takerWasThere: before.pids.has(line.pid),
            round: roundBetween(before.mark, now.mark),
          },
    children: noChildren,
  };
}

/** Shared by all entries until one has a child: most never do. */
const noChildren: Map<number, number> = new Map();

/** Remembers that a process was started by the taker, whoever its parent becomes. */
export function noteChild(entry: Entry, pid: number, startTime: number): void {
  if (entry.children === noChildren) entry.children = new Map();
  entry.children.set(pid, startTime);
}

/** Shared by groups that nobody waits for, or that nobody is found to hold yet: most are one entry, one holder. */
const nobody: readonly never[] = [];

/** A group that nothing is known of yet but one of its lines. */
export function newGroup(line: LockLine, now: Moment): LockGroup {
  return {
    key: line.key,
    type: line.type,
    device: line.device,
    inode: line.inode,
    entries: [newEntry(line, now)],
    waiters: nobody,
    holders: nobody,
    searched: "none",
    misses: 0,
    unreadable: 0,
    firstSeenMs: now.monoMs,
    inTable: true,
    dropped: false,
  };
}

/** Every recorded PID is itself seen holding: nothing more is to be found out about who the owner is. */
export function isSettled(group: LockGroup): boolean {
  for (const { recordedPid } of group.entries) {
    if (holderOf(group, recordedPid)?.recordedPid !== recordedPid) return false;
  }
  return group.entries.length > 0;
}

/** More are not counted: two are enough for a verdict, and each new number would be a change to report. */
const mostMisses = 3;

/**
 * Notes that every process was searched. True when that says something new about the lock: of a settled one, the
 * depth and the exact number of unreadable processes do not matter any more.
 */
export function noteSearch(group: LockGroup, searched: "processes" | "threads", unreadable: number): boolean {
  const before = `${group.searched} ${group.unreadable} ${group.misses}`;
  const settled = isSettled(group);
  const wasSearched = group.searched === "processes" || group.searched === "threads";
  if (!settled || !wasSearched) group.searched = searched;
  if (!settled || unreadable > 0 !== group.unreadable > 0) group.unreadable = unreadable;
  group.misses = group.holders.length > 0 ? 0 : Math.min(mostMisses, group.misses + 1);
  return before !== `${group.searched} ${group.unreadable} ${group.misses}`;
}

export function entryOf(group: LockGroup, recordedPid: number): Entry | undefined {
  for (const entry of group.entries) if (entry.recordedPid === recordedPid) return entry;
  return undefined;
}

export function holderOf(group: LockGroup, pid: number): Held | undefined {
  for (const held of group.holders) if (held.pid === pid) return held;
  return undefined;
}

function sameEntries(group: LockGroup, now: LockGroup): boolean {
  if (group.entries.length !== now.entries.length) return false;
  return now.entries.every((entry) => entryOf(group, entry.recordedPid)?.mode === entry.mode);
}

function keepKnown(group: LockGroup, now: LockGroup): Entry[] {
  return now.entries.map((entry) => {
    const known = entryOf(group, entry.recordedPid);
    return known === undefined ? entry : { ...known, mode: entry.mode };
  });
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, at) => n === b[at]);
}
