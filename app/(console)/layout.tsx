import { HydrationBoundary } from "@tanstack/react-query";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { prefetch } from "#components/live/prefetch.ts";
import { ConsoleFrame } from "#components/shell/console-frame.tsx";
import { preferencesCookie, preferencesOfCookie } from "#components/ui/preference-values.ts";
import { RenderedPreferences } from "#components/ui/preferences.ts";
import { drillQuery } from "#lib/client/drills.ts";
import { openIncidentsQuery } from "#lib/client/incidents.ts";
import { openOperationsQuery } from "#lib/client/operations.ts";
import { serverApi } from "#lib/client/server-api.ts";
import { requireMe } from "#lib/client/server-me.ts";

/** Every signed-in screen. A visitor who is not signed in signs in first, and then lands where the link led. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  const api = await serverApi();
  return (
    <HydrationBoundary
      state={await prefetch([drillQuery(api), openIncidentsQuery(api), openOperationsQuery(api)])}
    >
      <RenderedPreferences value={preferencesOfCookie((await cookies()).get(preferencesCookie)?.value)}>
        <ConsoleFrame me={me}>{children}</ConsoleFrame>
      </RenderedPreferences>
    </HydrationBoundary>
  );
}
