import type { LockList, LockQuery } from "#lib/contract/locks.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import {
  type LockFilter,
  lockPlace,
  matchesLock,
  parseLockOrder,
  searchWords,
} from "#lib/domain/lock-query.ts";
import { isStale, lockStates, sourceNames, type Verdict, verdicts } from "#lib/domain/states.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { knownValues, verdictValues } from "./filter-values.ts";
import { freshLock } from "./fresh.ts";

/** GET /locks: one page of the rows that match, in a stable order. Throws `invalid` naming a wrong filter. */
export function listLocks(context: ServerContext, query: LockQuery): LockList {
  const { view } = context;
  const filter = filterOf(query);
  const order = parseLockOrder(query.sort) ?? { key: "attention", descending: false };
  // With a resource or node given there is an index; a table of 100,000 is not walked for a handful.
  const page = topPage<LockRow>(candidates(context, query), {
    matches: (row) => matchesLock(row, filter),
    place: (row) => lockPlace(row, order.key),
    descending: order.descending,
    after: decodeCursor(query.sort, query.cursor),
    limit: query.limit,
  });
  return {
    items: page.items.map((row) => freshLock(context, row)),
    revision: view.revision,
    nextCursor: encodeCursor(query.sort, page.next),
    total: page.total,
  };
}

function candidates({ view }: ServerContext, query: LockQuery): Iterable<LockRow> {
  if (query.resource !== undefined) return view.locks.ofResource(query.resource);
  return query.node === undefined ? view.locks.rows.values() : view.locks.ofNode(query.node);
}

function filterOf(query: LockQuery): LockFilter {
  const filter: LockFilter = {};
  const words = searchWords(query.q ?? "");
  const sources = knownValues("source", query.source, sourceNames);
  const states = knownValues("state", query.state, lockStates);
  const verdict = verdictValues(query.verdict, verdicts, (v) => isStale(v as Verdict));
  if (words.length > 0) filter.words = words;
  if (sources !== undefined) filter.sources = sources;
  if (states !== undefined) filter.states = states;
  if (verdict !== undefined) filter.verdicts = verdict;
  if (query.owner !== undefined && query.owner !== "") filter.owner = query.owner;
  if (query.node !== undefined && query.node !== "") filter.node = query.node;
  if (query.resource !== undefined) filter.resource = query.resource;
  if (query.world !== undefined) filter.world = query.world;
  return filter;
}
