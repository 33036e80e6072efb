import { stateOf } from "#components/incidents/incident-words.ts";
import { listWords, viewHref } from "#components/views/present-view.ts";
import { browserApi } from "#lib/client/http.ts";
import { apiPaths, incidentHref, lockHref, operationHref } from "#lib/client/paths.ts";
import type { IncidentList } from "#lib/contract/incidents.ts";
import type { LockList } from "#lib/contract/locks.ts";
import type { OperationList } from "#lib/contract/operations.ts";
import type { SavedViewList } from "#lib/contract/views.ts";
import { isStale } from "#lib/domain/states.ts";
import type { PaletteItem, PaletteSearch } from "./palette-items.ts";

const foundMax = 8;
const operationsMax = 4;
const incidentsMax = 4;
const viewsMax = 4;

/** Incidents, operations, saved views and locks by what was typed, as lines of the palette. */
export const searchConsole: PaletteSearch = async (query, signal) => {
  const searches = [searchIncidents, searchOperations, searchViews, searchLocks];
  const found = await Promise.all(searches.map((search) => search(query, signal)));
  return found.flat();
};

/** By title, resource, person or id; what needs somebody first. */
const searchIncidents: PaletteSearch = async (query, signal) => {
  const { items } = await browserApi.get<IncidentList>(apiPaths.incidents, {
    query: { q: query, limit: incidentsMax },
    signal,
  });
  return items.map((row) => ({
    id: row.id,
    group: "Incidents",
    label: row.title.replaceAll("`", ""),
    href: incidentHref(row.id),
    note: row.state,
    state: stateOf[row.state],
  }));
};

/** One's own, by name. */
const searchViews: PaletteSearch = async (query, signal) => {
  const { items } = await browserApi.get<SavedViewList>(apiPaths.views, { signal });
  const named = items.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
  return named.slice(0, viewsMax).map((view) => ({
    id: view.id,
    group: "Saved views",
    label: view.name,
    href: viewHref(view),
    note: listWords[view.list],
  }));
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
