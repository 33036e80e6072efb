import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DrillOver } from "#components/drill/drill-over.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { LockScreen } from "#components/locks/lock-screen.tsx";
import { lockOperationsQuery } from "#lib/client/operations.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { lockDetailQuery } from "#lib/client/queries.ts";
import { serverApi } from "#lib/client/server-api.ts";
import { safeText } from "#lib/domain/safe-text.ts";

interface Props {
  params: Promise<{ source: string; key: string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: safeText(decodeKey((await params).key), 60) };
}

/** One lock: also after it is gone (its tombstone), and an honest 404 for one that was never seen. */
export default async function LockPage({ params }: Props) {
  const { source, key: segments } = await params;
  const key = decodeKey(segments);
  const api = await serverApi();
  const { state, code } = await prefetchOne(lockDetailQuery(source, key, api), [
    lockOperationsQuery(`${source}/${key}`, api),
  ]);
  if (code === "gone") return <DrillOver noun="lock" listHref="/locks" />;
  if (code === "not-found") notFound();
  return (
    <HydrationBoundary state={state}>
      <LockScreen source={source} lockKey={key} />
    </HydrationBoundary>
  );
}
