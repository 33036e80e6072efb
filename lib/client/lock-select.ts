import type { LockRow } from "#lib/contract/rows.ts";
import { type LockFilter, matchesLock } from "#lib/domain/lock-query.ts";
import type { OrderedEntry, OrderedLocks } from "./lock-order.ts";

/** How many locks each value of a filter would leave, the other kinds of filter applied. */
export interface LockFacets {
  states: Record<string, number>;
  verdicts: Record<string, number>;
  sources: Record<string, number>;
}

/** The rows that a filter lets through, in order, and the counts for its choices. */
export interface SelectedLocks {
  readonly rows: readonly LockRow[];
  readonly facets: LockFacets;
}

/** What is chosen from a few values, with a count beside each. */
type Choices = Pick<LockFilter, "states" | "verdicts" | "sources">;
type Search = Omit<LockFilter, keyof Choices>;

/** What a search found among one order of all rows. */
interface Found {
  search: Search;
  entries: readonly OrderedEntry[];
}

/** As many searches as somebody types in a row: each key taken back finds what was there before it. */
const foundKept = 12;

/**
 * Selects rows, and remembers what it found while the rows are the same: what is typed on only narrows what was found,
 * so that a key costs as much as was left, and not as much as there is.
 */
export class LockSelector {
  #ordered: OrderedLocks | null = null;
  #found: Found[] = [];
  #last: { filter: LockFilter; selected: SelectedLocks } | null = null;

  select(ordered: OrderedLocks, filter: LockFilter): SelectedLocks {
    if (this.#ordered !== ordered) {
      this.#ordered = ordered;
      this.#found = [{ search: {}, entries: ordered.entries }];
      this.#last = null;
    }
    if (this.#last?.filter === filter) return this.#last.selected;
    const { states, verdicts, sources, ...search } = filter;
    const selected = choose(this.#search(search), { states, verdicts, sources });
    this.#last = { filter, selected };
    return selected;
  }

  #search(search: Search): readonly OrderedEntry[] {
    let least: Found | null = null;
    for (const found of this.#found) {
      if (!isWithin(search, found.search)) continue;
      if (isWithin(found.search, search)) return found.entries;
      if (least === null || found.entries.length < least.entries.length) least = found;
    }
    const entries = (least?.entries ?? []).filter(({ row }) => matchesLock(row, search));
    // The first is all rows: it is never forgotten.
    if (this.#found.length > foundKept) this.#found.splice(1, 1);
    this.#found.push({ search, entries });
    return entries;
  }
}

/** Whether all that `narrow` finds is among what `wide` finds. */
function isWithin(narrow: Search, wide: Search): boolean {
  for (const part of ["owner", "node", "resource", "world"] as const) {
    if (wide[part] !== undefined && wide[part] !== narrow[part]) return false;
  }
  return (wide.words ?? []).every((word) => narrow.words?.some((longer) => longer.includes(word)) === true);
}

function choose(entries: readonly OrderedEntry[], { states, verdicts, sources }: Choices): SelectedLocks {
  const facets: LockFacets = { states: {}, verdicts: {}, sources: {} };
  const rows: LockRow[] = [];
  // Neighbours are mostly alike: what is said of one is asked and counted once for all that follow it.
  let like: LockRow | null = null;
  let likes = 0;
  let passes = false;
  const settle = (next: LockRow | null) => {
    if (like !== null) {
      const state = states === undefined || states.has(like.state);
      const verdict = verdicts === undefined || (like.verdict !== null && verdicts.has(like.verdict));
      const source = sources === undefined || sources.has(like.source);
      if (verdict && source) count(facets.states, like.state, likes);
      if (state && source && like.verdict !== null) count(facets.verdicts, like.verdict, likes);
      if (state && verdict) count(facets.sources, like.source, likes);
    }
    like = next;
    likes = 0;
    passes = next !== null && matchesLock(next, { states, verdicts, sources });
  };
  for (const { row } of entries) {
    if (like === null || !isLike(like, row)) settle(row);
    likes += 1;
    if (passes) rows.push(row);
  }
  settle(null);
  return { rows, facets };
}

function isLike(one: LockRow, other: LockRow): boolean {
  return one.state === other.state && one.verdict === other.verdict && one.source === other.source;
}

function count(counts: Record<string, number>, value: string, more: number): void {
  counts[value] = (counts[value] ?? 0) + more;
}
