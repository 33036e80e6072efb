"use client";

import { useSyncExternalStore } from "react";
import { type ColumnId, columnIds, columnLooks } from "./column-looks.ts";

const storageKey = "locksmith.locks.hidden-columns";
const nothing: ReadonlySet<ColumnId> = new Set();
const listeners = new Set<() => void>();
let current: ReadonlySet<ColumnId> | null = null;

/** The columns named in what was stored; names that this version does not know, or must show, are dropped. */
export function parseHidden(text: string | null): ReadonlySet<ColumnId> {
  const names = new Set((text ?? "").split(","));
  return new Set(columnIds.filter((id) => names.has(id) && !("always" in columnLooks[id])));
}

function read(): ReadonlySet<ColumnId> {
  if (current !== null) return current;
  try {
    current = parseHidden(localStorage.getItem(storageKey));
  } catch {
    // Storage is closed to us (a privacy setting): every column is shown.
    current = nothing;
  }
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The columns that this reader has hidden, kept for this browser, and how to change one. */
export function useHiddenColumns(): [ReadonlySet<ColumnId>, (id: ColumnId, hide: boolean) => void] {
  const hidden = useSyncExternalStore(subscribe, read, () => nothing);
  const setHidden = (id: ColumnId, hide: boolean) => {
    const next = new Set(read());
    if (hide) next.add(id);
    else next.delete(id);
    current = next;
    try {
      localStorage.setItem(storageKey, [...next].join(","));
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
    for (const listener of listeners) listener();
  };
  return [hidden, setHidden];
}
