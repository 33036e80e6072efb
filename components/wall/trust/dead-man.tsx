"use client";

import { useEffect, useRef } from "react";
import { useFeed } from "#components/live/live-provider.tsx";
import { formatClock } from "#components/ui/format-time.ts";
import { useServerClock } from "#components/ui/server-clock.tsx";

/**
 * The dead man's switch of a wall: an animation that each frame from the server begins anew. When none comes for 15 s,
 * because the network, the server, this script or the whole main thread is dead, it takes the hues off the screen and
 * says so by itself. Hidden from assistive technology: the banner, where a script lives, says more.
 */
export function DeadMan() {
  const { frames, lastFrameAt } = useFeed();
  const { renderedMs } = useServerClock();
  const cover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (frames === 0) return;
    for (const animation of cover.current?.getAnimations() ?? []) {
      animation.currentTime = 0;
      animation.play();
    }
  }, [frames]);
  return (
    <div ref={cover} className="trust-dead-man" aria-hidden="true" data-dead-man="">
      <div className="trust-strip" data-tone="stale">
        <p>No data for more than 15 s. What you see is old.</p>
        <p>
          {lastFrameAt === null
            ? `This screen was loaded at ${formatClock(renderedMs)} UTC, and nothing has come since.`
            : `Last heard at ${formatClock(lastFrameAt)} UTC.`}
        </p>
      </div>
    </div>
  );
}
