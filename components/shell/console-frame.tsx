"use client";

import type { ReactNode } from "react";
import { CoachDock } from "#components/drill/coach-dock.tsx";
import { DrillDesk } from "#components/drill/drill-desk.tsx";
import { useDrillDoors } from "#components/drill/drill-doors.ts";
import { DrillSlot } from "#components/drill/drill-slot.tsx";
import { IncidentPill } from "#components/incidents/incident-pill.tsx";
import { FeedBanners } from "#components/live/feed-banners.tsx";
import { FeedPill } from "#components/live/feed-pill.tsx";
import { LiveProvider } from "#components/live/live-provider.tsx";
import { BypassBanner } from "#components/operations/bypass-banner.tsx";
import { OperationDesk } from "#components/operations/desk.tsx";
import { RunningPill } from "#components/operations/running-pill.tsx";
import { AwaitingYou } from "#components/paging/awaiting-you.tsx";
import { browserApi } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { Me } from "#lib/contract/accounts.ts";
import { AppShell } from "./app-shell.tsx";
import type { PaletteSearch } from "./palette-items.ts";
import { Visitor } from "./visitor.tsx";

async function signOut() {
  try {
    await browserApi.send("POST", apiPaths.signOut);
    // A whole load: nothing that was read as this visitor stays in memory.
    window.location.assign("/sign-in");
  } catch (error) {
    const { toast } = await import("sonner");
    toast.error("You are still signed in", {
      description: error instanceof Error ? error.message : "The server did not answer.",
    });
  }
}

// Its code comes with the palette.
const searchConsole: PaletteSearch = async (query, signal) =>
  (await import("./lock-search.ts")).searchConsole(query, signal);

/** The shell with what it needs of the product: the visitor, the stream, the search, the way out. */
export function ConsoleFrame({ me, children }: { me: Me; children: ReactNode }) {
  return (
    <Visitor me={me}>
      <LiveProvider unattended={me.kind === "display"}>
        <OperationDesk>
          <AppShell
            user={me.kind === "display" ? null : { name: me.name, email: me.email, role: me.role }}
            live={
              <>
                <IncidentPill />
                <AwaitingYou />
                <RunningPill />
                <FeedPill />
              </>
            }
            banners={
              <>
                <BypassBanner />
                <FeedBanners />
                <DrillSlot />
              </>
            }
            aside={<CoachDock />}
            search={searchConsole}
            doors={useDrillDoors(me)}
            onSignOut={signOut}
          >
            {children}
            <DrillDesk />
          </AppShell>
        </OperationDesk>
      </LiveProvider>
    </Visitor>
  );
}
