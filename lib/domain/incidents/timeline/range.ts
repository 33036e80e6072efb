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

/** A picture shows as much time before the first sign as passed since, within limits: a short incident fills its axis. */
export function pictureFrom(range: { from: number; to: number }): number {
  const first = range.from + limits.incidentBeforeMs;
  const before = Math.min(limits.incidentBeforeMs, Math.max(pictureBeforeMinMs, range.to - first));
  return Math.max(range.from, first - before);
}

/** From some minutes before the first sign of it to some after its end; one that goes on is told until now. */
export function rangeOf(incident: Course, nowAt: number): { from: number; to: number } {
  const { openedAt, mitigatedAt, resolvedAt, signals } = incident;
  const first = Math.max(openedAt - causeMaxMs, Math.min(openedAt, ...signals.map(({ since }) => since)));
  const until =
    resolvedAt === null
      ? mitigatedAt === null
        ? nowAt
        : mitigatedAt + limits.incidentReopenMs
      : resolvedAt + afterMs;
  return {
    from: Math.max(0, first - limits.incidentBeforeMs),
    to: Math.max(openedAt, Math.min(nowAt, until)),
  };
}
