import type { Clock } from "./clock.ts";
import { limits } from "./limits.ts";

/** Wall clocks are corrected by this much without harm; a larger jump is not believed when data is at stake. */
const believedJumpMs = 3_600_000;

/**
 * From which wall time on beats, events and tombstones are kept (epoch ms). The wall clock is believed only as far as
 * the monotonic one went since `started`: a clock that jumps months ahead must not delete months of evidence.
 */
export function retentionCutoffs(
  started: { wallMs: number; monoMs: number },
  clock: Clock,
): { beats: number; events: number; tombstones: number } {
  const most = started.wallMs + (clock.monoMs() - started.monoMs) + believedJumpMs;
  const now = Math.min(clock.wallMs(), most);
  return {
    beats: now - limits.retentionBeatsMs,
    events: now - limits.retentionEventsMs,
    tombstones: now - limits.retentionTombstonesMs,
  };
}
