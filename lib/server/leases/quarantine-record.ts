import type { LeaseGuard } from "#lib/domain/lease-guard.ts";
import type { LeaseQuarantine } from "#lib/store/records.ts";

/** A guard as it is kept on disk: durations, and wall times for showing. */
export function quarantineOf(
  guard: LeaseGuard | null,
  toWall: (monoMs: number) => number,
): LeaseQuarantine | null {
  if (guard === null) return null;
  const { operationId, phase, successor, durationMs, endsMs } = guard;
  return { operationId, phase, successor, durationMs, untilAt: endsMs === null ? 0 : toWall(endsMs) };
}

/**
 * A guard found on disk by a new observer: it knows nothing of the time before, so a quarantine counts in full again. A
 * closing is void: what it waited for to be compared, the holder's last sign, is not known any more.
 */
export function guardFrom(record: LeaseQuarantine | null | undefined, nowMs: number): LeaseGuard | null {
  if (record == null || record.phase === "closing") return null;
  const { operationId, phase, successor, durationMs } = record;
  return { operationId, phase, successor, durationMs, endsMs: nowMs + durationMs, closedSignMs: nowMs };
}
