import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { prefetch } from "#components/live/prefetch.ts";
import { ViewsScreen } from "#components/views/views-screen.tsx";
import { serverApi } from "#lib/client/server-api.ts";
import { viewsQuery } from "#lib/client/views.ts";

export const metadata: Metadata = { title: "Saved views" };

/** The visitor's own views of all lists. */
export default async function ViewsPage() {
  return (
    <HydrationBoundary state={await prefetch([viewsQuery(undefined, await serverApi())])}>
      <ViewsScreen />
    </HydrationBoundary>
  );
}
