import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { DrillOver } from "#components/drill/drill-over.tsx";
import { IncidentScreen } from "#components/incidents/incident-screen.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { incidentQuery } from "#lib/client/incidents.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Incident" };

/** One incident: the deep link of every page that goes out about it, before, during and after. */
export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeKey([(await params).id]);
  const { state, code } = await prefetchOne(incidentQuery(id, await serverApi()));
  // Said here: the browser need not ask for what it would be refused.
  if (code === "gone") return <DrillOver noun="incident" listHref="/incidents" />;
  return (
    <HydrationBoundary state={state}>
      <IncidentScreen id={id} />
    </HydrationBoundary>
  );
}
