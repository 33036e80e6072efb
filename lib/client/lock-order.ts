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
    const change = changeOf(earlier.from, from);
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
}

/** What differs between two versions, slot by slot; null when they are not comparable or differ too much. */
function changeOf(older: Collection<LockRow>, newer: Collection<LockRow>): Change | null {
  if (older.index !== newer.index) return null;
  const before: LockRow[] = [];
  const after: LockRow[] = [];
  for (let i = 0; i < newer.slots.length; i += 1) {
    const old = older.slots[i];
    const now = newer.slots[i];
    if (old === now) continue;
    if (typeof old === "object") before.push(old);
    if (typeof now === "object") after.push(now);
  }
  return after.length + before.length > newer.size * mergeShare ? null : { before, after };
}

function merge({ entries, order }: OrderedLocks, change: Change): Entry[] {
  const gone = new Set(change.before.map((row) => indexOfPlace(entries, entryOf(row, order), order)));
  const added = change.after
    .map((row) => entryOf(row, order))
    .sort((a, b) => comparePlaces(a, b, order.descending));
  const merged: Entry[] = [];
  let at = 0;
  for (const entry of added) {
    const until = indexOfPlace(entries, entry, order);
    for (; at < until; at += 1) keep(merged, entries[at], gone.has(at));
    merged.push(entry);
  }
  for (; at < entries.length; at += 1) keep(merged, entries[at], gone.has(at));
  return merged;
}

function keep(merged: Entry[], entry: Entry | undefined, gone: boolean): void {
  if (entry !== undefined && !gone) merged.push(entry);
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
  for (const { row } of ordered.entries) {
    if (!matchesLock(row, rest)) continue;
    const state = states === undefined || states.has(row.state);
    const verdict = verdicts === undefined || (row.verdict !== null && verdicts.has(row.verdict));
    const source = sources === undefined || sources.has(row.source);
    if (verdict && source) count(facets.states, row.state);
    if (state && source && row.verdict !== null) count(facets.verdicts, row.verdict);
    if (state && verdict) count(facets.sources, row.source);
    if (state && verdict && source) rows.push(row);
  }
  return { rows, facets };
}

function count(counts: Record<string, number>, value: string): void {
  counts[value] = (counts[value] ?? 0) + 1;
}
