import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { prefetch } from "#components/live/prefetch.ts";
import { firstPageFilter, loadLockSearch } from "#components/locks/lock-search.ts";
import { LocksScreen } from "#components/locks/locks-screen.tsx";
import { openView } from "#components/views/open-view.ts";
import { locksQuery } from "#lib/client/queries.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Locks" };

/** The lock table. */
export default async function LocksPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await openView("locks", searchParams);
  const search = await loadLockSearch(searchParams);
  const api = await serverApi();
  return (
    <HydrationBoundary state={await prefetch([...view, locksQuery(firstPageFilter(search), api)])}>
      <LocksScreen />
    </HydrationBoundary>
  );
}
