import { limits } from "#lib/domain/limits.ts";

/** The stream's connection: `retrying` while it is cut, with the data getting older. */
export type FeedStatus = "connecting" | "open" | "retrying";

/** How old what is on the screen is. `waiting`: nothing has arrived yet. */
export type FeedLevel = "waiting" | "fresh" | "late" | "stale";

/** What was last heard: when it was sent, on the server's clock, and when it came, on a clock that nobody sets. */
interface Heard {
  lastFrameAt: number | null;
  heardMonoMs: number;
}

/**
 * Age of what is on the screen, ms: since the last frame, or, when none ever came, since the server rendered the page.
 * `null` while a first frame may still be on its way. A stream that never opens must not leave old values in green.
 * Of the two clocks the one that says more is believed: one stands while the machine sleeps, the other can be set.
 */
export function dataAgeMs(heard: Heard, renderedMs: number, nowMs: number, monoMs: number): number | null {
  const { lastFrameAt, heardMonoMs } = heard;
  if (lastFrameAt !== null) return Math.max(0, nowMs - lastFrameAt, monoMs - heardMonoMs);
  return nowMs - renderedMs <= limits.feedStaleMs ? null : nowMs - renderedMs;
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
