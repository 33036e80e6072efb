import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ConfigScreen } from "#components/configs/config-screen.tsx";
import { prefetchOne } from "#components/live/prefetch.ts";
import { configQuery } from "#lib/client/configs.ts";
import { decodeKey } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Configuration" };

/** One configuration with its versions and nodes. */
export default async function ConfigPage({ params }: { params: Promise<{ name: string }> }) {
  const name = decodeKey([(await params).name]);
  const { state } = await prefetchOne(configQuery(name, await serverApi()));
  return (
    <HydrationBoundary state={state}>
      <ConfigScreen name={name} />
    </HydrationBoundary>
  );
}
