import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";

/** An incident as lists and the stream show it. */
export function incidentRow(record: IncidentRecord, revision: number): IncidentRow {
  return {
    id: record.id,
    title: record.title,
    severity: record.severity,
    state: record.state,
    resources: record.resources,
    lockId: record.lockId,
    nodes: record.nodes,
    affected: record.affected,
    affectedPeak: record.affectedPeak,
    refusals: record.refusals,
    sentence: record.sentence,
    openedAt: record.openedAt,
    acknowledged: record.acknowledged,
    commander: record.roles.find(({ role }) => role === "commander")?.person ?? null,
    mitigatedAt: record.mitigatedAt,
    resolvedAt: record.resolvedAt,
    mergedInto: record.mergedInto,
    revision,
  };
}
