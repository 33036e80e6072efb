"use client";

import { type ReactNode, useEffect } from "react";
import { useDataAge, useFeed } from "#components/live/live-provider.tsx";
import { feedLevel } from "#components/shell/feed.ts";
import { useFeedMark } from "#components/shell/use-feed-mark.ts";
import { DeadMan } from "./dead-man.tsx";
import { TrustBanner } from "./trust-banner.tsx";
import { byeWords } from "./trust-words.ts";
import { useSelfReload } from "./use-self-reload.ts";
import { WallBoundary } from "./wall-boundary.tsx";
import "./trust.css";

/**
 * What makes a wall distrust itself, around all that it shows: age and banner of old data, the switch that needs no
 * script, what the server says of itself, the end of its right to look, and the way to a new version.
 */
export function WallTrust({ children }: { children: ReactNode }) {
  const { status, bye } = useFeed();
  useFeedMark(feedLevel(useDataAge()));
  const reload = useSelfReload();
  // Who may not look any more sees nothing, also not what was there a moment ago.
  if (bye !== null || status === "signed-out") return <Gone {...byeWords(bye)} />;
  return (
    <>
      <div className="trust-values" data-values="">
        <WallBoundary onBroken={reload}>{children}</WallBoundary>
      </div>
      <DeadMan />
      <TrustBanner />
    </>
  );
}

function Gone({ title, todo }: { title: string; todo: string }) {
  useEffect(() => {
    document.title = "No access · Wall · Locksmith";
  }, []);
  return (
    <main className="trust-gone" role="alert">
      <h1>{title}</h1>
      <p>{todo}</p>
    </main>
  );
}
