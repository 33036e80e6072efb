import { type DehydratedState, dehydrate, QueryClient, type QueryKey } from "@tanstack/react-query";
import { ProblemError } from "#lib/client/http.ts";
import type { ErrorCode } from "#lib/contract/common.ts";

/** What `prefetch` needs of query options. */
interface Prefetchable {
  queryKey: QueryKey;
  queryFn?: unknown;
}

/**
 * Runs queries on the server and gives their answers for `HydrationBoundary`. One that fails is left out: the
 * browser asks again, and shows the failure.
 */
export async function prefetch(queries: readonly Prefetchable[]): Promise<DehydratedState> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 0 } } });
  await Promise.all(queries.map((query) => run(client, query)));
  return dehydrate(client);
}

/**
 * Like `prefetch` for the one thing that a page is about; `code` says why it could not be had. `also`: what stands above
 * the fold beside it, and would push the page down if it came later.
 */
export async function prefetchOne(
  query: Prefetchable,
  also: readonly Prefetchable[] = [],
): Promise<{ state: DehydratedState; code: ErrorCode | null }> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 0 } } });
  await Promise.all([query, ...also].map((one) => run(client, one)));
  const error = client.getQueryState(query.queryKey)?.error;
  return { state: dehydrate(client), code: error instanceof ProblemError ? error.code : null };
}

/** Like `prefetch` for the first page of a list that is read page by page. */
export async function prefetchPages(
  query: Prefetchable & { initialPageParam: unknown },
): Promise<DehydratedState> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 0 } } });
  await client.prefetchInfiniteQuery({
    ...(query as { queryKey: QueryKey; initialPageParam: unknown }),
    retry: false,
  });
  return dehydrate(client);
}

function run(client: QueryClient, query: Prefetchable): Promise<void> {
  return client.prefetchQuery({ ...(query as { queryKey: QueryKey }), retry: false });
}
