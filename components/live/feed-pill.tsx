"use client";

import { LivePill } from "#components/shell/live-pill.tsx";
import { useServerClock, useServerNow } from "#components/ui/server-clock.tsx";
import { useFeed } from "./live-provider.tsx";

/** The live pill of the shell, fed by the stream of this tab. */
export function FeedPill() {
  const feed = useFeed();
  const clock = useServerClock();
  useServerNow();
  const ageMs = feed.lastFrameAt === null ? null : Math.max(0, clock.nowMs() - feed.lastFrameAt);
  const status = feed.status === "open" || feed.status === "connecting" ? feed.status : "retrying";
  return <LivePill status={status} ageMs={ageMs} />;
}
