import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { prefetchOne } from "#components/live/prefetch.ts";
import { OperationScreen } from "#components/operations/operation-screen.tsx";
import { operationQuery } from "#lib/client/operations.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Operation" };

/** One operation: the deep link of every page that goes out, before, during and after. */
export default async function OperationPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeKey([(await params).id]);
  const { state } = await prefetchOne(operationQuery(id, await serverApi()));
  return (
    <HydrationBoundary state={state}>
      <OperationScreen id={id} />
    </HydrationBoundary>
  );
}
