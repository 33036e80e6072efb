import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { prefetch } from "#components/live/prefetch.ts";
import { settingsQueries } from "#components/settings/settings-queries.ts";
import { SettingsScreen } from "#components/settings/settings-screen.tsx";
import { loadSettingsSearch } from "#components/settings/settings-search.ts";
import { serverApi } from "#lib/client/server-api.ts";

export const metadata: Metadata = { title: "Settings" };

/** Settings: one's own account, and for admins everybody's accounts, tokens and agents. */
export default async function SettingsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { tab } = await loadSettingsSearch(searchParams);
  const api = await serverApi();
  return (
    <HydrationBoundary state={await prefetch(settingsQueries(tab, api))}>
      <SettingsScreen />
    </HydrationBoundary>
  );
}
