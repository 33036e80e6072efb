import { browserApi } from "#lib/client/http.ts";
import { apiPaths, lockHref, operationHref } from "#lib/client/paths.ts";
import type { LockList } from "#lib/contract/locks.ts";
import type { OperationList } from "#lib/contract/operations.ts";
import { isStale } from "#lib/domain/states.ts";
import type { PaletteItem, PaletteSearch } from "./palette-items.ts";

const foundMax = 8;
const operationsMax = 4;

/** Operations and locks by what was typed, as lines of the palette. */
export const searchConsole: PaletteSearch = async (query, signal) => {
  const found = await Promise.all([searchOperations(query, signal), searchLocks(query, signal)]);
  return found.flat();
};

/** The newest first. */
const searchOperations: PaletteSearch = async (query, signal) => {
  const { items } = await browserApi.get<OperationList>(apiPaths.operations, {
    query: { q: query, limit: operationsMax },
    signal,
  });
  return items.map((row) => ({
    id: row.id,
    group: "Operations",
    label: row.title.replaceAll("`", ""),
    href: operationHref(row.id),
    note: row.createdBy.name,
    state: row.state,
  }));
};

/** Worst first. */
const searchLocks: PaletteSearch = async (query, signal): Promise<PaletteItem[]> => {
  const { items } = await browserApi.get<LockList>(apiPaths.locks, {
    query: { q: query, limit: foundMax },
    signal,
  });
  return items.map((row) => ({
    id: row.id,
    group: "Locks",
    label: row.resource,
    href: lockHref(row.source, row.key),
    note: row.node === null ? row.source : `${row.source} · ${row.node}`,
    state: row.state !== "hot" && row.verdict !== null && isStale(row.verdict) ? row.verdict : row.state,
  }));
};
