import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { IncidentsScreen } from "#components/incidents/incidents-screen.tsx";
import { prefetch } from "#components/live/prefetch.ts";
import { openView } from "#components/views/open-view.ts";

export const metadata: Metadata = { title: "Incidents" };

/** Everything that went wrong; the rows come over the stream. */
export default async function IncidentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <HydrationBoundary state={await prefetch(await openView("incidents", searchParams))}>
      <IncidentsScreen />
    </HydrationBoundary>
  );
}
