import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { prefetch } from "#components/live/prefetch.ts";
import { OverviewScreen } from "#components/overview/overview-screen.tsx";
import { openIncidentsQuery } from "#lib/client/incidents.ts";
import { openOperationsQuery } from "#lib/client/operations.ts";
import { overviewQuery } from "#lib/client/queries.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Overview" };

/** The first screen. */
export default async function OverviewPage() {
  const api = await serverApi();
  const queries = [overviewQuery(60, api), openIncidentsQuery(api), openOperationsQuery(api)];
  return (
    <HydrationBoundary state={await prefetch(queries)}>
      <OverviewScreen />
    </HydrationBoundary>
  );
}
