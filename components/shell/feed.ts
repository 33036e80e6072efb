import { limits } from "#lib/domain/limits.ts";

/** The stream's connection: `retrying` while it is cut, with the data getting older. */
export type FeedStatus = "connecting" | "open" | "retrying";

/** How old what is on the screen is. `waiting`: nothing has arrived yet. */
export type FeedLevel = "waiting" | "fresh" | "late" | "stale";

/**
 * Age of what is on the screen, ms: since the last frame, or, when none ever came, since the server rendered the page.
 * `null` while a first frame may still be on its way. A stream that never opens must not leave old values in green.
 */
export function dataAgeMs(lastFrameAt: number | null, renderedMs: number, nowMs: number): number | null {
  const ageMs = Math.max(0, nowMs - (lastFrameAt ?? renderedMs));
  return lastFrameAt === null && ageMs <= limits.feedStaleMs ? null : ageMs;
}

/** The level of a feed whose last change or keep-alive came `ageMs` ago; `null` when none ever came. */
export function feedLevel(ageMs: number | null): FeedLevel {
  if (ageMs === null) return "waiting";
  if (ageMs > limits.feedStaleMs) return "stale";
  return ageMs > limits.feedWarnMs ? "late" : "fresh";
}

/** The words of the pill. A connection that is cut is said even while the data is still fresh. */
export function feedWords(status: FeedStatus, ageMs: number | null): string {
  const level = feedLevel(ageMs);
  const age = ageMs === null ? "" : `${Math.floor(ageMs / 1_000)}s`;
  if (level === "waiting") return status === "retrying" ? "No connection" : "Connecting";
  if (level === "stale") return `Stale · ${age} old`;
  if (status === "retrying") return `Reconnecting · ${age} old`;
  return level === "late" ? `Late · ${age} old` : `Live · ${age}`;
}
