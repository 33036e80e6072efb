import { missedAfterMs } from "./missed-after.ts";

/** How an owner's rhythm stands at this moment. `never`: no beat is known at all. */
export type Pulse = "steady" | "late" | "never";

export interface SparklineModel {
  /** SVG path of one upright tick a beat. */
  ticks: string;
  /** SVG path of the silences, along the ground. */
  silences: string;
  /** Where the last beat stands, in px; `null` when it is older than the window or never came. */
  lastX: number | null;
  pulse: Pulse;
  /** How many beats the window shows. */
  shown: number;
}

const windowMinMs = 60_000;
const windowMaxMs = 3_600_000;
const windowBeats = 30;

/** The window that fits a rhythm: some thirty beats, one minute at least, one hour at most. */
export function sparklineWindowMs(rhythmMs: number | null): number {
  if (rhythmMs === null) return windowMinMs;
  return Math.min(Math.max(rhythmMs * windowBeats, windowMinMs), windowMaxMs);
}

/** The picture of the last `windowMs` before `nowMs` in a box of `width` × `height` px. `beats` ascend. */
export function prepareSparkline(
  beats: readonly number[],
  rhythm: { rhythmMs: number | null; ttlMs: number | null },
  box: { nowMs: number; windowMs: number; width: number; height: number },
): SparklineModel {
  const { nowMs, windowMs, width, height } = box;
  const fromMs = nowMs - windowMs;
  const x = (atMs: number) => Math.round(((atMs - fromMs) / windowMs) * (width - 1) * 2) / 2;
  const missedMs = missedAfterMs(rhythm.rhythmMs, rhythm.ttlMs);
  const last = beats.at(-1) ?? null;
  const visible = beats.filter((at) => at >= fromMs && at <= nowMs);
  const places = [...new Set(visible.map(x))];
  const silences: string[] = [];
  const silent = (startMs: number, endMs: number) => {
    if (missedMs === null || endMs - startMs <= missedMs) return;
    silences.push(`M${x(Math.max(startMs, fromMs)) + 2} ${height - 2}H${Math.max(x(endMs) - 1, 0)}`);
  };
  beats.forEach((at, index) => {
    if (at >= fromMs && index > 0) silent(beats[index - 1] ?? at, at);
  });
  if (last !== null) silent(last, nowMs);
  const late = last !== null && missedMs !== null && nowMs - last > missedMs;
  return {
    ticks: places.map((px) => `M${px} 4V${height - 4}`).join(""),
    silences: silences.join(""),
    lastX: last !== null && last >= fromMs ? x(Math.min(last, nowMs)) : null,
    pulse: last === null ? "never" : late ? "late" : "steady",
    shown: visible.length,
  };
}
