/** Bounds of the wait between two tries to reach a server. */
export interface BackoffLimits {
  firstMs: number;
  mostMs: number;
}

/**
 * How long to wait before try number `attempt` (from 0): doubles up to the limit, then a random part of it, at
 * least half, so that a thousand agents do not come back in one instant. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number, limits: BackoffLimits): number {
  const whole = Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(whole / 2 + (whole / 2) * random);
}
