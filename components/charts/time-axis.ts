import { formatClock, formatDay, type Zone } from "#components/ui/format-time.ts";

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

const stepsMs = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minuteMs),
  ...[1, 2, 3, 6, 12].map((n) => n * hourMs),
  ...[1, 2, 7, 14, 30].map((n) => n * dayMs),
];

export interface AxisTick {
  atMs: number;
  label: string;
}

/**
 * Round moments between two times, at most `maxTicks` of them. Labels are clock times; at midnight, and
 * whenever the step is a day or more, they are days.
 */
export function timeTicks(fromMs: number, toMs: number, maxTicks: number, zone: Zone = "utc"): AxisTick[] {
  const spanMs = toMs - fromMs;
  if (!(spanMs > 0) || maxTicks < 1) return [];
  const stepMs =
    stepsMs.find((step) => spanMs / step <= maxTicks) ?? Math.ceil(spanMs / maxTicks / dayMs) * dayMs;
  // Local days start where the reader's clock says so: whole steps are counted from the zone's midnight.
  const shiftMs = zone === "utc" ? 0 : -new Date(fromMs).getTimezoneOffset() * minuteMs;
  const ticks: AxisTick[] = [];
  for (let at = Math.ceil((fromMs + shiftMs) / stepMs) * stepMs; at <= toMs + shiftMs; at += stepMs) {
    ticks.push({ atMs: at - shiftMs, label: tickLabel(at - shiftMs, at % dayMs === 0, stepMs, zone) });
  }
  return ticks;
}

function tickLabel(atMs: number, midnight: boolean, stepMs: number, zone: Zone): string {
  if (stepMs >= dayMs || midnight) return formatDay(atMs, zone).slice(5);
  const clock = formatClock(atMs, zone);
  return stepMs < minuteMs ? clock : clock.slice(0, 5);
}
