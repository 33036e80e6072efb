/** What the holder of a lease does when, counted from before its last successful renewal was sent. All in ms. */
export interface LeaseBudget {
  renewEveryMs: number;
  /** Without a renewal until then, the command is asked to stop. */
  stopAfterMs: number;
  /** What still runs then is killed, so that nothing is left when the TTL ends and somebody else may begin. */
  killAfterMs: number;
}

/**
 * Three renewals may fail before the command is stopped; it has a quarter of the TTL to stop by itself, and the rest
 * is for the kill and for clocks that run apart. The server adds a tolerance and a lock-delay of its own.
 */
export function budgetOf(ttlMs: number): LeaseBudget {
  return { renewEveryMs: ttlMs / 5, stopAfterMs: (ttlMs * 13) / 20, killAfterMs: (ttlMs * 9) / 10 };
}
