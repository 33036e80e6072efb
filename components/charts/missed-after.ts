/**
 * The silence from which at least one beat must be missing: two and a half of the owner's own rhythms, or its
 * TTL while no rhythm is known. `null`: nothing can be said.
 */
export function missedAfterMs(rhythmMs: number | null, ttlMs: number | null): number | null {
  return rhythmMs === null ? ttlMs : rhythmMs * 2.5;
}
