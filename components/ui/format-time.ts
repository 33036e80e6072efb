const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/**
 * A span of time in at most two units: `240ms`, `12s`, `3m 07s`, `2h 05m`, `4d 6h`. The second unit keeps its
 * width so that a column does not jump as it counts. Negative spans count as zero.
 */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.floor(durationMs));
  if (ms < secondMs) return `${ms}ms`;
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)}s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}m ${two(Math.floor((ms % minuteMs) / secondMs))}s`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)}h ${two(Math.floor((ms % hourMs) / minuteMs))}m`;
  return `${Math.floor(ms / dayMs)}d ${Math.floor((ms % dayMs) / hourMs)}h`;
}

/** How long ago, whole seconds and coarser: `now`, `12s ago`; a moment ahead reads `in 12s`. */
export function formatAgo(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  if (Math.abs(agoMs) < secondMs) return "now";
  if (agoMs < 0) return `in ${formatDuration(Math.ceil(-agoMs / secondMs) * secondMs)}`;
  return `${formatDuration(agoMs)} ago`;
}

/** Which clock absolute times are shown in. UTC is the default everywhere; local is on request. */
export type Zone = "utc" | "local";

/** Clock time `03:12:07`, in UTC or in the reader's zone. */
export function formatClock(atMs: number, zone: Zone = "utc"): string {
  const at = new Date(atMs);
  if (zone === "utc") return at.toISOString().slice(11, 19);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Calendar day `2026-11-23`, in UTC or in the reader's zone. */
export function formatDay(atMs: number, zone: Zone = "utc"): string {
  const at = new Date(atMs);
  if (zone === "utc") return at.toISOString().slice(0, 10);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The zone's short name: `UTC`, or the reader's offset such as `UTC+2`. */
export function zoneName(atMs: number, zone: Zone = "utc"): string {
  if (zone === "utc") return "UTC";
  const minutes = -new Date(atMs).getTimezoneOffset();
  if (minutes === 0) return "UTC+0";
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${two(rest)}`}`;
}

/** Day, clock time and zone: `2026-11-23 03:12:07 UTC`. */
export function formatInstant(atMs: number, zone: Zone = "utc"): string {
  return `${formatDay(atMs, zone)} ${formatClock(atMs, zone)} ${zoneName(atMs, zone)}`;
}

/**
 * The absolute time that stands beside a relative one: only the clock for the last twelve hours, with the day
 * for anything older.
 */
export function formatBeside(atMs: number, nowMs: number, zone: Zone = "utc"): string {
  const near = Math.abs(nowMs - atMs) < dayMs / 2;
  return near ? `${formatClock(atMs, zone)} ${zoneName(atMs, zone)}` : formatInstant(atMs, zone);
}

/**
 * The shortest absolute time that says which moment it was, for columns: the clock for the last twelve hours, the day
 * before that, the year before this one. A `Z` says UTC; the reader's own zone says nothing.
 */
export function formatShort(atMs: number, nowMs: number, zone: Zone = "utc"): string {
  const mark = zone === "utc" ? "Z" : "";
  if (Math.abs(nowMs - atMs) < dayMs / 2) return `${formatClock(atMs, zone)}${mark}`;
  const day = formatDay(atMs, zone);
  if (day.slice(0, 4) !== formatDay(nowMs, zone).slice(0, 4)) return day;
  return `${day.slice(5)} ${formatClock(atMs, zone).slice(0, 5)}${mark}`;
}
