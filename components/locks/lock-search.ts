import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { worldParser } from "#components/drill/world-search.ts";
import type { Filter } from "#lib/client/query-keys.ts";
import { type LockFilter, lockSortKeys, searchWords, verdictSet } from "#lib/domain/lock-query.ts";
import { lockStates, sourceNames, verdicts } from "#lib/domain/states.ts";

const sorts = [...lockSortKeys, ...lockSortKeys.map((key) => `-${key}` as const)] as const;

/** What the address of the lock table holds. Unknown values are dropped. */
export const lockSearchParsers = {
  q: parseAsString.withDefault(""),
  state: parseAsArrayOf(parseAsStringLiteral(lockStates)).withDefault([]),
  verdict: parseAsArrayOf(parseAsStringLiteral([...verdicts, "stale"] as const)).withDefault([]),
  source: parseAsArrayOf(parseAsStringLiteral(sourceNames)).withDefault([]),
  owner: parseAsString.withDefault(""),
  node: parseAsString.withDefault(""),
  resource: parseAsString.withDefault(""),
  world: worldParser,
  sort: parseAsStringLiteral(sorts).withDefault("attention"),
  /** Columns that are shown; null: those that the reader has not hidden. */
  cols: parseAsArrayOf(parseAsString),
};

/** Reads a page's search parameters on the server. */
export const loadLockSearch = createLoader(lockSearchParsers);
export type LockSearch = Awaited<ReturnType<typeof loadLockSearch>>;

/** The same, as the query of GET /api/v1/locks for the first rows. */
export function firstPageFilter(search: LockSearch): Filter {
  return {
    q: search.q,
    state: search.state.join(","),
    verdict: search.verdict.join(","),
    source: search.source.join(","),
    owner: search.owner,
    node: search.node,
    resource: search.resource,
    world: search.world === "all" ? "" : search.world,
    sort: search.sort,
    limit: 200,
  };
}

/** The same, as the rule that picks rows in the browser. */
export function lockFilter(search: Omit<LockSearch, "sort" | "cols">): LockFilter {
  const words = searchWords(search.q);
  return {
    ...(words.length > 0 && { words }),
    ...(search.state.length > 0 && { states: new Set<string>(search.state) }),
    ...(search.verdict.length > 0 && { verdicts: verdictSet(search.verdict) ?? new Set<string>() }),
    ...(search.source.length > 0 && { sources: new Set<string>(search.source) }),
    ...(search.owner !== "" && { owner: search.owner }),
    ...(search.node !== "" && { node: search.node }),
    ...(search.resource !== "" && { resource: search.resource }),
    ...(search.world !== "all" && { world: search.world }),
  };
}
