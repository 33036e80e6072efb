import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ConfigsScreen } from "#components/configs/configs-screen.tsx";
import { prefetch } from "#components/live/prefetch.ts";
import { openView } from "#components/views/open-view.ts";
import { configsQuery } from "#lib/client/configs.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Configurations" };

/** Every configuration of the fleet. */
export default async function ConfigsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = await openView("configs", searchParams);
  const state = await prefetch([...view, configsQuery("", await serverApi())]);
  return (
    <HydrationBoundary state={state}>
      <ConfigsScreen />
    </HydrationBoundary>
  );
}
