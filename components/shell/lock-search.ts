import { browserApi } from "#lib/client/http.ts";
import { apiPaths, lockHref } from "#lib/client/paths.ts";
import type { LockList } from "#lib/contract/locks.ts";
import { isStale } from "#lib/domain/states.ts";
import type { PaletteItem, PaletteSearch } from "./palette-items.ts";

const foundMax = 8;

/** Locks by what was typed, worst first, as lines of the palette. */
export const searchLocks: PaletteSearch = async (query, signal): Promise<PaletteItem[]> => {
  const { items } = await browserApi.get<LockList>(apiPaths.locks, {
    query: { q: query, limit: foundMax },
    signal,
  });
  return items.map((row) => ({
    id: row.id,
    label: row.resource,
    href: lockHref(row.source, row.key),
    note: row.node === null ? row.source : `${row.source} · ${row.node}`,
    state: row.state !== "hot" && row.verdict !== null && isStale(row.verdict) ? row.verdict : row.state,
  }));
};
