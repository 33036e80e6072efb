import { withSignals } from "#lib/domain/incidents/course.ts";
import type { LiveSignal } from "#lib/domain/incidents/sight.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";

/** An incident of which nothing is known yet but when it began. */
export function blankIncident(id: string, at: number): IncidentRecord {
  return {
    id,
    title: "",
    severity: "info",
    severityBy: null,
    state: "open",
    resources: [],
    lockId: null,
    nodes: [],
    signals: [],
    affected: 0,
    affectedPeak: 0,
    affectedNodes: [],
    refusals: 0,
    sentence: "",
    openedAt: at,
    openedBy: null,
    acknowledged: null,
    roles: [],
    notes: [],
    followUps: [],
    mitigatedAt: null,
    resolvedAt: null,
    resolution: null,
    mergedInto: null,
    pageId: null,
  };
}

/** The incident that the rules open for signals that belong to none. */
export function newIncident(id: string, signals: readonly LiveSignal[], at: number): IncidentRecord {
  return withSignals(blankIncident(id, at), signals, () => false, at);
}
