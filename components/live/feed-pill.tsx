"use client";

import { LivePill } from "#components/shell/live-pill.tsx";
import { useDataAge, useFeed } from "./live-provider.tsx";

/** The live pill of the shell, fed by the stream of this tab. */
export function FeedPill() {
  const feed = useFeed();
  const status = feed.status === "open" || feed.status === "connecting" ? feed.status : "retrying";
  return <LivePill status={status} ageMs={useDataAge()} />;
}
