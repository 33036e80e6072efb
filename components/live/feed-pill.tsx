"use client";

import { dataAgeMs } from "#components/shell/feed.ts";
import { LivePill } from "#components/shell/live-pill.tsx";
import { useFromNow, useServerClock } from "#components/ui/server-clock.tsx";
import { useFeed } from "./live-provider.tsx";

/** The live pill of the shell, fed by the stream of this tab. */
export function FeedPill() {
  const feed = useFeed();
  const { lastFrameAt } = feed;
  const { renderedMs } = useServerClock();
  const ageMs = useFromNow((nowMs) => wholeSecondsMs(dataAgeMs(lastFrameAt, renderedMs, nowMs)));
  const status = feed.status === "open" || feed.status === "connecting" ? feed.status : "retrying";
  return <LivePill status={status} ageMs={ageMs} />;
}

/** Steps of a second, so that the pill is drawn again only when its words change. */
function wholeSecondsMs(ageMs: number | null): number | null {
  return ageMs === null ? null : Math.floor(ageMs / 1_000) * 1_000;
}
