import type { Person } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { AuditRecord } from "#lib/store/records.ts";
import type { NewEvent } from "#lib/store/store.ts";

/** What of an incident's course is an event: `incident.opened` and so on. */
export type IncidentEventKind =
  | "opened"
  | "acknowledged"
  | "role"
  | "severity"
  | "merged"
  | "mitigated"
  | "reopened"
  | "resolved"
  | "note"
  | "follow-up";

/** On the timeline of the incident (its id stands where an owner's does) and of the lock that it is about first. */
export function incidentEvent(
  record: Pick<IncidentRecord, "id" | "lockId" | "resources" | "nodes">,
  at: number,
  kind: IncidentEventKind,
  text: string,
  severity: Severity = "info",
): NewEvent {
  const resource = record.resources[0] ?? null;
  return {
    at,
    kind: `incident.${kind}`,
    severity,
    node: resource === null ? (record.nodes[0] ?? null) : null,
    lockId: record.lockId,
    resource,
    ownerId: record.id,
    text: safeText(text, 1_000),
  };
}

/** A row of the audit about what a person did. */
export function incidentAudit(
  record: IncidentRecord,
  at: number,
  by: Person,
  action: string,
  said: { detail: string; reason?: string; outcome?: AuditRecord["outcome"] },
): AuditRecord {
  return {
    at,
    actor: safeText(`${by.name} (${by.kind} ${by.id})`),
    action: `incident.${action}`,
    target: safeText(record.lockId ?? record.resources[0] ?? record.nodes[0] ?? record.title, 300),
    outcome: said.outcome ?? "done",
    detail: safeText(`${said.detail} [${record.id}]`, 1_000),
    reason: said.reason === undefined || said.reason === "" ? null : safeText(said.reason, 2_000),
  };
}
