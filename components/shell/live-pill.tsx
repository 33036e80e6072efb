"use client";

import { cn } from "#components/ui/cn.ts";
import type { StateName } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { type FeedLevel, type FeedStatus, feedLevel, feedWords } from "./feed.ts";
import { useFeedMark } from "./use-feed-mark.ts";

export interface LivePillProps {
  status: FeedStatus;
  /** Age of the last change or keep-alive, in ms; `null` when none came yet. */
  ageMs: number | null;
}

const marks: Record<FeedLevel, StateName> = {
  waiting: "never",
  fresh: "live",
  late: "late",
  stale: "unknown",
};

/**
 * The age of what is on the screen, always in sight. It also marks the document (`data-feed`), which takes
 * the hues off all values once the data is stale. Its level is announced, its seconds are not.
 */
export function LivePill({ status, ageMs }: LivePillProps) {
  const level = feedLevel(ageMs);
  useFeedMark(level);
  const loud = level === "late" || level === "stale" || status === "retrying";
  return (
    <div
      className={cn(
        "flex h-7 items-center gap-1.5 rounded-sm px-2 text-xs whitespace-nowrap tabular-nums",
        loud ? "bg-suspect-soft text-suspect-text" : "text-secondary",
      )}
      title="Age of the last change or keep-alive from the server"
    >
      <StateIcon state={status === "retrying" && level === "fresh" ? "late" : marks[level]} size={10} />
      <span aria-hidden="true">{feedWords(status, ageMs)}</span>
      <span role="status" className="sr-only">
        {levelWords[level]}
      </span>
    </div>
  );
}

const levelWords: Record<FeedLevel, string> = {
  waiting: "Connecting to the server",
  fresh: "The data is live",
  late: "The data is more than 5 seconds old",
  stale: "The data is stale: values are greyed out",
};
