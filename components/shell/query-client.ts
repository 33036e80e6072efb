import { notifyManager, QueryClient } from "@tanstack/react-query";

const staleMs = 60_000;

// Frames of the stream are applied right before a paint: who shows them is told then and there, not after it.
notifyManager.setScheduler(queueMicrotask);

/**
 * The cache of one browser tab, or of one render on the server. The stream keeps it current, so a query is
 * asked for again on a gap, not on focus or on a timer.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: staleMs, refetchOnWindowFocus: false, retry: 1 } },
  });
}
