"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { useCollection } from "#components/live/use-collection.ts";
import { rowOf } from "#lib/client/live-collection.ts";
import { type OrderedLocks, orderLocks } from "#lib/client/lock-order.ts";
import { type LockFacets, LockSelector } from "#lib/client/lock-select.ts";
import type { LockList } from "#lib/contract/locks.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { type LockOrder, parseLockOrder } from "#lib/domain/lock-query.ts";
import { type LockSearch, lockFilter } from "./lock-search.ts";
import { type Pace, usePaced } from "./use-paced.ts";
import { usePreparedSearch } from "./use-prepared-search.ts";

export interface LockRows {
  /** In order, as of the last time they were sorted. */
  rows: readonly LockRow[];
  /** The newest version of a row, or the row itself when it has gone since. */
  newest: (row: LockRow) => { row: LockRow; gone: boolean };
  /** Counts beside the filters; null until the whole list is here. */
  facets: LockFacets | null;
  /** Locks that match, and all there are; as the server said while the list is being read. */
  matching: number;
  all: number | null;
  complete: boolean;
  problem: string | null;
}

/** Keeps the last order so that the next one is a merge. */
class Sorter {
  #last: OrderedLocks | null = null;
  sort(from: OrderedLocks["from"], order: LockOrder): OrderedLocks {
    this.#last = orderLocks(from, order, this.#last);
    return this.#last;
  }
}

/**
 * The rows of the lock table. Their values are always the newest; their order follows at the given pace, so that a
 * row does not jump away under a finger.
 */
export function useLockRows(search: LockSearch, seed: LockList | undefined, pace: Pace): LockRows {
  const collection = useCollection("locks", seed);
  const { complete, total, problem } = collection.load;
  const basis = usePaced(collection, pace, complete);
  const { sort } = search;
  const order = useMemo(
    () => parseLockOrder(sort) ?? { key: "attention" as const, descending: false },
    [sort],
  );
  const filter = useDeferredValue(useMemo(() => lockFilter(search), [search]));
  const [sorter] = useState(() => new Sorter());
  const ordered = useMemo(() => sorter.sort(basis, order), [sorter, basis, order]);
  const [selector] = useState(() => new LockSelector());
  const picked = useMemo(() => selector.select(ordered, filter), [selector, ordered, filter]);
  usePreparedSearch(basis, complete);
  const fromSeed = basis.size === 0 && !complete && seed !== undefined;
  return {
    rows: fromSeed ? seed.items : picked.rows,
    newest: (row) => {
      const now = rowOf(collection, row.id);
      return { row: now ?? row, gone: now === undefined && !fromSeed };
    },
    facets: complete ? picked.facets : null,
    matching: complete ? picked.rows.length : (seed?.total ?? picked.rows.length),
    all: complete ? basis.size : total,
    complete,
    problem,
  };
}
