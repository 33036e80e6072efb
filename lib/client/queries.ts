import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  BeatHistory,
  NodeDetail,
  NodeList,
  Overview,
  OwnerDetail,
  RecentBeats,
  Status,
} from "#lib/contract/lists.ts";
import type { LockDetail, LockList } from "#lib/contract/locks.ts";
import { type Api, browserApi, ProblemError, type Query } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { type Filter, queryKeys } from "./query-keys.ts";

/** Evidence ages between changes: a page that is looked at asks again this often. */
const detailEveryMs = 5_000;
const overviewEveryMs = 10_000;
const beatsEveryMs = 2_000;

/** A problem that the server stated will not go away by asking again; silence may. */
export function retry(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof ProblemError && error.status < 500);
}

function list<T>(topic: "locks" | "nodes", path: string, filter: Filter, api: Api) {
  return queryOptions({
    queryKey: queryKeys.page(topic, filter),
    queryFn: ({ signal }) => api.get<T>(path, { query: filter satisfies Query, signal }),
    placeholderData: keepPreviousData,
    retry,
  });
}

/** GET /api/v1/locks with the names of `lockQuery` in the contract. */
export const locksQuery = (filter: Filter, api: Api = browserApi) =>
  list<LockList>("locks", apiPaths.locks, filter, api);
/** GET /api/v1/nodes with the names of `nodeQuery` in the contract. */
export const nodesQuery = (filter: Filter, api: Api = browserApi) =>
  list<NodeList>("nodes", apiPaths.nodes, filter, api);

/** One lock, whole. Rejects with code `not-found` when it was never seen; a lock that is gone has a tombstone. */
export function lockDetailQuery(source: string, key: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.lock(`${source}/${key}`),
    queryFn: ({ signal }) => api.get<LockDetail>(apiPaths.lock(source, key), { signal }),
    refetchInterval: detailEveryMs,
    retry,
  });
}

/** One owner with its locks and history. */
export function ownerDetailQuery(id: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.owner(id),
    queryFn: ({ signal }) => api.get<OwnerDetail>(apiPaths.owner(id), { signal }),
    refetchInterval: detailEveryMs,
    retry,
  });
}

/** One node with its locks and history. */
export function nodeDetailQuery(name: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.node(name),
    queryFn: ({ signal }) => api.get<NodeDetail>(apiPaths.node(name), { signal }),
    refetchInterval: detailEveryMs,
    retry,
  });
}

/** Beats of one owner over the last `spanMs`; the server's clock says what "last" is. */
export function beatsQuery(ownerId: string, spanMs: number, nowMs: () => number, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.beats(ownerId, spanMs),
    queryFn: ({ signal }) =>
      api.get<BeatHistory>(apiPaths.beats(ownerId), { query: { from: nowMs() - spanMs }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: beatsEveryMs,
    retry,
  });
}

/** The last beats of up to 200 owners, for the rows in view. Sort the ids: they are the key. */
export function recentBeatsQuery(ownerIds: readonly string[], api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.recentBeats(ownerIds),
    queryFn: ({ signal }) =>
      api.get<RecentBeats>(apiPaths.recentBeats, { query: { owners: ownerIds.join(",") }, signal }),
    enabled: ownerIds.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: beatsEveryMs,
    retry,
  });
}

/** The first screen, with one point a minute for the last `minutes`. */
export function overviewQuery(minutes: number, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.overview(minutes),
    queryFn: ({ signal }) => api.get<Overview>(apiPaths.overview, { query: { minutes }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: overviewEveryMs,
    retry,
  });
}

/** What every screen shows at its edge. */
export function statusQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.status,
    queryFn: ({ signal }) => api.get<Status>(apiPaths.status, { signal }),
    retry,
  });
}
