import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { DrillOver } from "#components/drill/drill-over.tsx";
import { ReportScreen } from "#components/incidents/report/report-screen.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { incidentReportQuery } from "#lib/client/incidents-record.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Report" };

/** What was found out about an incident, as it is printed. */
export default async function IncidentReportPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeKey([(await params).id]);
  const { state, code } = await prefetchOne(incidentReportQuery(id, await serverApi()));
  // Said here: the browser need not ask for what it would be refused.
  if (code === "gone") return <DrillOver noun="incident" listHref="/incidents" />;
  return (
    <HydrationBoundary state={state}>
      <ReportScreen id={id} />
    </HydrationBoundary>
  );
}
