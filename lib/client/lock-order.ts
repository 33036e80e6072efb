import type { LockRow } from "#lib/contract/rows.ts";
import {
  comparePlaces,
  type LockFilter,
  type LockOrder,
  lockPlace,
  matchesLock,
  type SortPlace,
} from "#lib/domain/lock-query.ts";
import type { Collection } from "./live-collection.ts";

/** A row with its place in the order, worked out once. */
interface Entry extends SortPlace {
  row: LockRow;
}

/** All rows of one version of the list, in order. */
export interface OrderedLocks {
  readonly from: Collection<LockRow>;
  readonly order: LockOrder;
  readonly entries: readonly Entry[];
}

/** Beyond this share of changed rows, sorting anew is cheaper than merging. */
const mergeShare = 0.2;

/**
 * Rows in order. With an earlier answer for the same order, only what changed since is sorted and merged in, so that
 * a thousand changes among 100,000 rows stay within a frame.
 */
export function orderLocks(
  from: Collection<LockRow>,
  order: LockOrder,
  earlier: OrderedLocks | null,
): OrderedLocks {
  if (earlier !== null && earlier.order.key === order.key && earlier.order.descending === order.descending) {
    if (earlier.from === from) return earlier;
    const change = changeOf(earlier.from, from, order);
    if (change !== null) return { from, order, entries: merge(earlier, change) };
  }
  const entries: Entry[] = [];
  for (const slot of from.slots) if (typeof slot === "object") entries.push(entryOf(slot, order));
  entries.sort((a, b) => comparePlaces(a, b, order.descending));
  return { from, order, entries };
}

function entryOf(row: LockRow, order: LockOrder): Entry {
  return { ...lockPlace(row, order.key), row };
}

interface Change {
  before: LockRow[];
  after: LockRow[];
  /** Rows with something new that does not move them: as they were and as they are. */
  stayed: [before: LockRow, now: LockRow][];
}

/** What differs between two versions, slot by slot; null when they are not comparable or differ too much. */
function changeOf(older: Collection<LockRow>, newer: Collection<LockRow>, order: LockOrder): Change | null {
  if (older.index !== newer.index) return null;
  const change: Change = { before: [], after: [], stayed: [] };
  for (let i = 0; i < newer.slots.length; i += 1) {
    const old = older.slots[i];
    const now = newer.slots[i];
    if (old === now) continue;
    if (typeof old === "object" && typeof now === "object" && samePlace(old, now, order)) {
      change.stayed.push([old, now]);
      continue;
    }
    if (typeof old === "object") change.before.push(old);
    if (typeof now === "object") change.after.push(now);
  }
  const { before, after, stayed } = change;
  return after.length + before.length + stayed.length > newer.size * mergeShare ? null : change;
}

function samePlace(old: LockRow, now: LockRow, order: LockOrder): boolean {
  return comparePlaces(lockPlace(old, order.key), lockPlace(now, order.key), order.descending) === 0;
}

function merge({ entries, order }: OrderedLocks, change: Change): Entry[] {
  const current = entries.slice();
  for (const [old, now] of change.stayed) {
    current[indexOfPlace(entries, lockPlace(old, order.key), order)] = entryOf(now, order);
  }
  if (change.before.length === 0 && change.after.length === 0) return current;
  const gone = change.before.map((row) => indexOfPlace(entries, lockPlace(row, order.key), order));
  const added = change.after.map((row) => {
    const entry = entryOf(row, order);
    return { entry, until: indexOfPlace(entries, entry, order) };
  });
  gone.sort((a, b) => a - b);
  added.sort((a, b) => comparePlaces(a.entry, b.entry, order.descending));
  const merged: Entry[] = [];
  let at = 0;
  let nextGone = 0;
  const keepUntil = (until: number) => {
    for (; at < until; at += 1) {
      const entry = current[at];
      if (gone[nextGone] === at) nextGone += 1;
      else if (entry !== undefined) merged.push(entry);
    }
  };
  for (const { entry, until } of added) {
    keepUntil(until);
    merged.push(entry);
  }
  keepUntil(current.length);
  return merged;
}

/** Index of the first entry that does not come before `place`. */
function indexOfPlace(entries: readonly Entry[], place: SortPlace, order: LockOrder): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && comparePlaces(entry, place, order.descending) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many locks each value of a filter would leave, the other kinds of filter applied. */
export interface LockFacets {
  states: Record<string, number>;
  verdicts: Record<string, number>;
  sources: Record<string, number>;
}

/** The rows that a filter lets through, in order, and the counts for its choices. */
export function selectLocks(
  ordered: OrderedLocks,
  filter: LockFilter,
): { rows: LockRow[]; facets: LockFacets } {
  const { states, verdicts, sources, ...rest } = filter;
  const facets: LockFacets = { states: {}, verdicts: {}, sources: {} };
  const rows: LockRow[] = [];
  const all = Object.keys(rest).length === 0;
  // Neighbours are mostly alike: what is said of one is asked and counted once for all that follow it.
  let like: LockRow | null = null;
  let likes = 0;
  let passes = false;
  const settle = () => {
    if (like === null) return;
    const state = states === undefined || states.has(like.state);
    const verdict = verdicts === undefined || (like.verdict !== null && verdicts.has(like.verdict));
    const source = sources === undefined || sources.has(like.source);
    if (verdict && source) count(facets.states, like.state, likes);
    if (state && source && like.verdict !== null) count(facets.verdicts, like.verdict, likes);
    if (state && verdict) count(facets.sources, like.source, likes);
  };
  for (const { row } of ordered.entries) {
    if (!all && !matchesLock(row, rest)) continue;
    if (
      like === null ||
      row.state !== like.state ||
      row.verdict !== like.verdict ||
      row.source !== like.source
    ) {
      settle();
      like = row;
      likes = 0;
      passes = matchesLock(row, {
        ...(states && { states }),
        ...(verdicts && { verdicts }),
        ...(sources && { sources }),
      });
    }
    likes += 1;
    if (passes) rows.push(row);
  }
  settle();
  return { rows, facets };
}

function count(counts: Record<string, number>, value: string, more: number): void {
  counts[value] = (counts[value] ?? 0) + more;
}
