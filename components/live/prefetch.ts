import { type DehydratedState, dehydrate, QueryClient, type QueryKey } from "@tanstack/react-query";

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
  await Promise.all(
    queries.map((query) => client.prefetchQuery({ ...(query as { queryKey: QueryKey }), retry: false })),
  );
  return dehydrate(client);
}
