"use client";

import type { ReactNode } from "react";
import { LiveProvider } from "#components/live/live-provider.tsx";
import { Visitor } from "#components/shell/visitor.tsx";
import { WallTrust } from "#components/wall/trust/wall-trust.tsx";
import type { DisplayStanding, Me } from "#lib/contract/accounts.ts";
import { ShutWall } from "./shut-wall.tsx";
import { useEntry } from "./use-entry.ts";

/**
 * Lets in who may look, and gives the screen its visitor and its stream. A display's link brings its secret behind the #:
 * it is exchanged for a cookie here, and is gone from the address before anything else happens.
 */
export function WallDoor(props: { me: Me | null; standing: DisplayStanding | null; children: ReactNode }) {
  const { me, count, entering, error, retry } = useEntry(props.me);
  // A new link that does not let in says so, also where an older one still would.
  if (me === null || error !== null) {
    return <ShutWall standing={props.standing} entering={entering} error={error} onRetry={retry} />;
  }
  return (
    <Visitor key={`${me.id} ${count}`} me={me}>
      <LiveProvider unattended>
        <WallTrust>{props.children}</WallTrust>
      </LiveProvider>
    </Visitor>
  );
}
