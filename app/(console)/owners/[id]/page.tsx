import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { prefetchOne } from "#components/live/prefetch.ts";
import { OwnerScreen } from "#components/owners/owner-screen.tsx";
import { decodeKey } from "#lib/client/paths.ts";
import { ownerDetailQuery } from "#lib/client/queries.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Owner" };

/** One owner, also after it is gone. */
export default async function OwnerPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeKey([(await params).id]);
  const { state } = await prefetchOne(ownerDetailQuery(id, await serverApi()));
  return (
    <HydrationBoundary state={state}>
      <OwnerScreen ownerId={id} />
    </HydrationBoundary>
  );
}
