import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AuditScreen } from "#components/audit/audit-screen.tsx";
import { auditFilterOf, loadAuditSearch } from "#components/audit/audit-search.ts";
import { prefetch, prefetchPages } from "#components/live/prefetch.ts";
import { openView } from "#components/views/open-view.ts";
import { auditQuery } from "#lib/client/audit.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Audit" };

/** Who did what, why, and on what evidence; the newest rows come with the document. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await openView("audit", searchParams);
  const filter = auditFilterOf(await loadAuditSearch(searchParams), Date.now());
  return (
    <HydrationBoundary state={await prefetch(view)}>
      <HydrationBoundary state={await prefetchPages(auditQuery(filter, await serverApi()))}>
        <AuditScreen />
      </HydrationBoundary>
    </HydrationBoundary>
  );
}
