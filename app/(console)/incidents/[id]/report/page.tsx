import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ReportScreen } from "#components/incidents/report/report-screen.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { incidentReportQuery } from "#lib/client/incidents-record.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Report" };

/** What was found out about an incident, as it is printed. */
export default async function IncidentReportPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeKey([(await params).id]);
  const { state } = await prefetchOne(incidentReportQuery(id, await serverApi()));
  return (
    <HydrationBoundary state={state}>
      <ReportScreen id={id} />
    </HydrationBoundary>
  );
}
