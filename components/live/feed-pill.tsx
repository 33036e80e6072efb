"use client";

import { LivePill } from "#components/shell/live-pill.tsx";
import { useFromNow } from "#components/ui/server-clock.tsx";
import { useFeed } from "./live-provider.tsx";

/** The live pill of the shell, fed by the stream of this tab. */
export function FeedPill() {
  const feed = useFeed();
  const { lastFrameAt } = feed;
  const ageMs = useFromNow((nowMs) => (lastFrameAt === null ? null : wholeSecondsMs(nowMs - lastFrameAt)));
  const status = feed.status === "open" || feed.status === "connecting" ? feed.status : "retrying";
  return <LivePill status={status} ageMs={ageMs} />;
}

/** Steps of a second, so that the pill is drawn again only when its words change. */
function wholeSecondsMs(ageMs: number): number {
  return Math.max(0, Math.floor(ageMs / 1_000) * 1_000);
}
