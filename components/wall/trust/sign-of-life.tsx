"use client";

import { useEffect, useState } from "react";
import { useDataAge, useFeed } from "#components/live/live-provider.tsx";
import { type FeedLevel, feedLevel } from "#components/shell/feed.ts";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-time.ts";

const cells = Array.from({ length: 16 }, (_, i) => i);
/** In a storm of frames it moves so often and no oftener: what flickers cannot be read. */
const moveEveryMs = 350;

const hues: Record<FeedLevel, string> = {
  waiting: "text-unknown-text",
  fresh: "text-live-text",
  late: "text-suspect-text",
  stale: "text-unknown-text",
};

/**
 * The wall's sign of life, with the age of what is on it: a mark that moves on when a frame has come from the server,
 * and for no other reason. Standing still is what it is for.
 */
export function SignOfLife({ className }: { className?: string }) {
  const { frames } = useFeed();
  const ageMs = useDataAge();
  const level = feedLevel(ageMs);
  const moves = usePacedMoves(frames);
  return (
    <span className={cn("trust-life", hues[level], className)} data-sign-of-life={moves}>
      <span className="trust-life-cells" aria-hidden="true">
        {cells.map((cell) => (
          <i key={cell} data-on={moves > 0 && moves % cells.length === cell ? "" : undefined} />
        ))}
      </span>
      <span className="font-mono" data-feed-age="">
        {ageMs === null ? "no data yet" : ageMs < 1_000 ? "live" : `${formatDuration(ageMs)} old`}
      </span>
    </span>
  );
}

/** Moves by one with a frame, at most once in `moveEveryMs`. No timer of its own: without frames it stands. */
function usePacedMoves(frames: number): number {
  const [move, setMove] = useState({ count: 0, atMs: 0 });
  useEffect(() => {
    if (frames === 0) return;
    const nowMs = performance.now();
    setMove((last) => (nowMs - last.atMs < moveEveryMs ? last : { count: last.count + 1, atMs: nowMs }));
  }, [frames]);
  return move.count;
}
