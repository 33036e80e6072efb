import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { prefetch } from "#components/live/prefetch.ts";
import { OwnersScreen } from "#components/owners/owners-screen.tsx";
import { openView } from "#components/views/open-view.ts";

export const metadata: Metadata = { title: "Owners" };

/** Everybody who holds, waits or beats; the rows come over the stream. */
export default async function OwnersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <HydrationBoundary state={await prefetch(await openView("owners", searchParams))}>
      <OwnersScreen />
    </HydrationBoundary>
  );
}
