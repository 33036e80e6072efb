import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { prefetch } from "#components/live/prefetch.ts";
import { OperationsScreen } from "#components/operations/operations-screen.tsx";
import { openView } from "#components/views/open-view.ts";

export const metadata: Metadata = { title: "Operations" };

/** Every guarded action; the rows come over the stream. */
export default async function OperationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <HydrationBoundary state={await prefetch(await openView("operations", searchParams))}>
      <OperationsScreen />
    </HydrationBoundary>
  );
}
