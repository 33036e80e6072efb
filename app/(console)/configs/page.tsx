import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ConfigsScreen } from "#components/configs/configs-screen.tsx";
import { prefetch } from "#components/live/prefetch.ts";
import { configsQuery } from "#lib/client/configs.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Configurations" };

/** Every configuration of the fleet. */
export default async function ConfigsPage() {
  const state = await prefetch([configsQuery("", await serverApi())]);
  return (
    <HydrationBoundary state={state}>
      <ConfigsScreen />
    </HydrationBoundary>
  );
}
