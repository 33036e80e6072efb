import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { IncidentScreen } from "#components/incidents/incident-screen.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { incidentQuery } from "#lib/client/incidents.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Incident" };

/** One incident: the deep link of every page that goes out about it, before, during and after. */
export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeKey([(await params).id]);
  const { state } = await prefetchOne(incidentQuery(id, await serverApi()));
  return (
    <HydrationBoundary state={state}>
      <IncidentScreen id={id} />
    </HydrationBoundary>
  );
}
