import type { Signal } from "#lib/domain/incidents/incident.ts";
import { limits } from "#lib/domain/limits.ts";

/** Told after an incident was resolved: what came of it at once. */
const afterMs = 300_000;
/** A lock can be stale for long before it refuses somebody; further back than this nothing is told. */
const causeMaxMs = 86_400_000;

interface Course {
  openedAt: number;
  mitigatedAt: number | null;
  resolvedAt: number | null;
  signals: readonly Pick<Signal, "since">[];
}

const pictureBeforeMinMs = 60_000;

export interface Range {
  from: number;
  to: number;
  /** The first sign of it. */
  firstAt: number;
}

/** A picture shows as much time before the first sign as passed since, within limits: a short incident fills its axis. */
export function pictureFrom({ from, to, firstAt }: Range): number {
  const before = Math.min(limits.incidentBeforeMs, Math.max(pictureBeforeMinMs, to - firstAt));
  return Math.max(from, firstAt - before);
}

/**
 * From some minutes before the first sign of it to some after its end; one that goes on is told until now. `recordedFrom`:
 * when the first of what is recorded was written, or its drill began; before that nothing is told.
 */
export function rangeOf(incident: Course, nowAt: number, recordedFrom = 0): Range {
  const { openedAt, mitigatedAt, resolvedAt, signals } = incident;
  const sign = Math.min(openedAt, ...signals.map(({ since }) => since));
  const bound = Math.min(openedAt, recordedFrom);
  const firstAt = Math.max(openedAt - causeMaxMs, bound, sign);
  const until =
    resolvedAt === null
      ? mitigatedAt === null
        ? nowAt
        : mitigatedAt + limits.incidentReopenMs
      : resolvedAt + afterMs;
  return {
    from: Math.max(0, bound, firstAt - limits.incidentBeforeMs),
    to: Math.max(openedAt, Math.min(nowAt, until)),
    firstAt,
  };
}
