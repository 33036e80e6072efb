import type { DrillPace } from "#lib/domain/drill/drill.ts";

/** How long things of the fleet take, ms. Whatever is a span is spread over the nodes by chance. */
export interface Rhythm {
  /** Until a node notices that nobody guards its file. */
  noticeMs: number;
  /** Between two tries of one node to open the file. */
  tryMs: number;
  /** Until a node is well again when the file is guarded. */
  recoverMs: number;
  /** Until a guardian that was lost and is heard again is trusted. */
  returnMs: number;
  /** Until one that was refused stands still for it, on the average. */
  sufferMs: number;
  /** Until a node has a new content of the file. */
  rollOutMs: number;
  /** A unit finishes what it does, at least and at most. */
  drainMs: readonly [number, number];
  /** A canary node looks at the lock itself after this long, the next one after twice that. */
  lookMs: number;
  /** How often the lock is looked at for all. */
  watchMs: number;
}

const real: Rhythm = {
  noticeMs: 6_000,
  tryMs: 9_000,
  recoverMs: 8_000,
  returnMs: 4_000,
  rollOutMs: 4_000,
  sufferMs: 2_500,
  drainMs: [2_500, 11_000],
  lookMs: 6_000,
  watchMs: 1_000,
};
const shares: Record<DrillPace, number> = { real: 1, brisk: 0.35, fast: 0.08 };
/** However large the fleet: so many tries a second, and so many units that finish, are enough for anybody. */
const triesPerSecondMost = 100;
const watchLeastMs = 250;
/** At any pace: a verdict does not waver faster because a story is told faster. */
const returnLeastMs = 2_000;

export function rhythmOf(pace: DrillPace, nodes: number): Rhythm {
  const share = shares[pace];
  const spreadMs = (nodes / triesPerSecondMost) * 1_000;
  return {
    noticeMs: Math.max(real.noticeMs * share, spreadMs),
    tryMs: Math.max(real.tryMs * share, spreadMs),
    recoverMs: real.recoverMs * share,
    returnMs: Math.max(returnLeastMs, real.returnMs * share),
    rollOutMs: real.rollOutMs * share,
    sufferMs: real.sufferMs * share,
    drainMs: [real.drainMs[0] * share, real.drainMs[1] * share],
    lookMs: real.lookMs * share,
    watchMs: Math.max(watchLeastMs, real.watchMs * share),
  };
}
