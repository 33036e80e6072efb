import type { LockRow } from "#lib/contract/rows.ts";
import { comparePlaces, type LockOrder, lockPlace, type SortPlace } from "#lib/domain/lock-query.ts";
import type { Collection } from "./live-collection.ts";

/** A row with its place in the order, worked out once. */
export interface OrderedEntry extends SortPlace {
  readonly row: LockRow;
}

/** All rows of one version of the list, in order. */
export interface OrderedLocks {
  readonly from: Collection<LockRow>;
  readonly order: LockOrder;
  readonly entries: readonly OrderedEntry[];
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
  const entries: OrderedEntry[] = [];
  for (const slot of from.slots) if (typeof slot === "object") entries.push(entryOf(slot, order));
  entries.sort((a, b) => comparePlaces(a, b, order.descending));
  return { from, order, entries };
}

function entryOf(row: LockRow, order: LockOrder): OrderedEntry {
  const { values, id } = lockPlace(row, order.key);
  return { values, id, row };
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

function merge({ entries, order }: OrderedLocks, change: Change): OrderedEntry[] {
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
  const merged: OrderedEntry[] = [];
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
function indexOfPlace(entries: readonly OrderedEntry[], place: SortPlace, order: LockOrder): number {
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
