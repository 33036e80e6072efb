import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { prefetch } from "#components/live/prefetch.ts";
import { OverviewScreen } from "#components/overview/overview-screen.tsx";
import { overviewQuery } from "#lib/client/queries.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Overview" };

/** The first screen. */
export default async function OverviewPage() {
  return (
    <HydrationBoundary state={await prefetch([overviewQuery(60, await serverApi())])}>
      <OverviewScreen />
    </HydrationBoundary>
  );
}
