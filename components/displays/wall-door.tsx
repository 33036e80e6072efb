"use client";

import type { ReactNode } from "react";
import { LiveProvider } from "#components/live/live-provider.tsx";
import { Visitor } from "#components/shell/visitor.tsx";
import { EmptyState } from "#components/ui/message-state.tsx";
import type { Me } from "#lib/contract/accounts.ts";

/** Lets in who may look, and gives the screen its visitor and its stream. */
export function WallDoor({ me, children }: { me: Me | null; children: ReactNode }) {
  if (me === null) {
    return (
      <main>
        <EmptyState title="This screen may not look yet">
          <p>Open a display link on it, or sign in and come back.</p>
        </EmptyState>
      </main>
    );
  }
  return (
    <Visitor me={me}>
      <LiveProvider unattended>{children}</LiveProvider>
    </Visitor>
  );
}
