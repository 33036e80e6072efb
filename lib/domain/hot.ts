import { limits } from "./limits.ts";
import type { LockState } from "./states.ts";

/** What decides a native lock's state. Ages in ms of the observer's monotonic clock. */
export interface LockActivity {
  held: boolean;
  /** A lost owner's lock-delay is running: nobody is granted the lock before it ends. */
  delayed: boolean;
  waiters: number;
  /** Since the last refusal; null when there was none. */
  lastRefusalAgoMs: number | null;
}

/** HOT: held, and somebody waits for it or was refused within `limits.hotWindowMs`. */
export function lockStateOf(activity: LockActivity): LockState {
  if (!activity.held) return activity.delayed ? "quarantined" : "free";
  const refused = activity.lastRefusalAgoMs !== null && activity.lastRefusalAgoMs < limits.hotWindowMs;
  return activity.waiters > 0 || refused ? "hot" : "held";
}
