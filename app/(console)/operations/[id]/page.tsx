import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { DrillOver } from "#components/drill/drill-over.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { OperationScreen } from "#components/operations/operation-screen.tsx";
import { operationQuery } from "#lib/client/operations.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Operation" };

/** One operation: the deep link of every page that goes out, before, during and after. */
export default async function OperationPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeKey([(await params).id]);
  const { state, code } = await prefetchOne(operationQuery(id, await serverApi()));
  // Said here: the browser need not ask for what it would be refused.
  if (code === "gone") return <DrillOver noun="operation" listHref="/operations" />;
  return (
    <HydrationBoundary state={state}>
      <OperationScreen id={id} />
    </HydrationBoundary>
  );
}
