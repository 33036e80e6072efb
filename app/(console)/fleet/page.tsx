import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { FleetScreen } from "#components/fleet/fleet-screen.tsx";
import { prefetch } from "#components/live/prefetch.ts";
import { openView } from "#components/views/open-view.ts";

export const metadata: Metadata = { title: "Fleet" };

/** Every node; the rows come over the stream. */
export default async function FleetPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await followOldLink(searchParams);
  return (
    <HydrationBoundary state={await prefetch(await openView("fleet", searchParams))}>
      <FleetScreen />
    </HydrationBoundary>
  );
}

/** Links of before there were saved views had the form of the fleet where the view is named now. */
async function followOldLink(searchParams: Promise<SearchParams>): Promise<void> {
  const { view } = await searchParams;
  if (view === "table" || view === "field") redirect(`/fleet?as=${view}`);
}
