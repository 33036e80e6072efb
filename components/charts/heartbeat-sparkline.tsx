"use client";

import { formatAgo, formatDuration } from "#components/ui/format-time.ts";
import { useServerNow } from "#components/ui/server-clock.tsx";
import type { StateName } from "#components/ui/state.ts";
import { type Pulse, prepareSparkline, sparklineWindowMs } from "./sparkline-model.ts";

const pulseWords: Record<Pulse, string> = { steady: "steady", late: "late", never: "never seen" };

/**
 * The last beats of one owner in a row: ticks, silences along the ground, the last beat brighter. Cheap enough
 * for hundreds. `state` (the verdict) overrides the colour of a silence: late is not dead, paused is neither.
 */
export function HeartbeatSparkline(props: {
  beats: readonly number[];
  rhythmMs: number | null;
  ttlMs: number | null;
  state?: StateName;
  windowMs?: number;
  width?: number;
  height?: number;
}) {
  const { beats, rhythmMs, ttlMs, state, width = 120, height = 20 } = props;
  const windowMs = props.windowMs ?? sparklineWindowMs(rhythmMs);
  const nowMs = useServerNow();
  const model = prepareSparkline(beats, { rhythmMs, ttlMs }, { nowMs, windowMs, width, height });
  const last = beats.at(-1);
  const paused = state === "paused" || state === "stopped" || state === "closed";
  const dead = state === "orphan" || state === "ghost";
  const silence = paused ? "stroke-paused" : dead ? "stroke-stale" : "stroke-suspect";
  const words = paused ? "paused" : dead ? "gone" : pulseWords[model.pulse];
  const label =
    last === undefined
      ? "No beat seen"
      : `${model.shown} beats in ${formatDuration(windowMs)}, ${words}, last ${formatAgo(last, nowMs)}`;
  return (
    <svg width={width} height={height} role="img" aria-label={label} className="block shrink-0">
      <title>{label}</title>
      <path d={`M0 ${height - 1.5}H${width}`} className="stroke-line" />
      {model.pulse === "never" && (
        <path d={`M0 ${height / 2}H${width}`} className="stroke-unknown" strokeDasharray="1 5" />
      )}
      <path d={model.ticks} className="stroke-live" transform="translate(0.5 0)" />
      <path d={model.silences} className={silence} strokeWidth={2} strokeDasharray="3 2" />
      {model.lastX !== null && (
        <path d={`M${model.lastX + 0.5} 1V${height - 1}`} className="stroke-primary" strokeWidth={1.5} />
      )}
    </svg>
  );
}
