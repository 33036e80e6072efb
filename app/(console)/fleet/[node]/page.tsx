import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { NodeScreen } from "#components/fleet/node-screen.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { nodeDetailQuery } from "#lib/client/queries.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Node" };

/** One node, also after its agent has left. */
export default async function NodePage({ params }: { params: Promise<{ node: string }> }) {
  const name = decodeKey([(await params).node]);
  const { state } = await prefetchOne(nodeDetailQuery(name, await serverApi()));
  return (
    <HydrationBoundary state={state}>
      <NodeScreen name={name} />
    </HydrationBoundary>
  );
}
