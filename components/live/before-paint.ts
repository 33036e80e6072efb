/** What a tab has of time and painting; handed in, so that tests need no browser. */
export interface Painter {
  /** Monotonic, ms. */
  nowMs: () => number;
  /** Calls before the next paint; returns how to take that back. */
  beforeNextPaint: (call: () => void) => () => void;
  /** Calls after so many ms; returns how to take that back. */
  after: (delayMs: number, call: () => void) => () => void;
}

/** What comes after at least this long a silence is worked on at once. */
const quietMs = 50;
/** A tab that nobody sees does not paint: there it is applied after this. */
const unpaintedMs = 250;

/**
 * Runs what has come in time for the next paint. After a silence that is at once: the work is done while the paint is
 * waited for, and not when it is due. In a storm it is once for each paint.
 */
export function paintPace({ nowMs, beforeNextPaint, after }: Painter): (apply: () => void) => void {
  let appliedMs = Number.NEGATIVE_INFINITY;
  return (apply) => {
    const applyNow = () => {
      appliedMs = nowMs();
      apply();
    };
    if (nowMs() - appliedMs >= quietMs) {
      // What is read with it comes along.
      queueMicrotask(applyNow);
      return;
    }
    const once = () => {
      cancelPaint();
      cancelLate();
      applyNow();
    };
    const cancelPaint = beforeNextPaint(once);
    const cancelLate = after(unpaintedMs, once);
  };
}
