import type { Person } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { AuditRecord, OperationRecord } from "#lib/store/records.ts";
import type { NewEvent } from "#lib/store/store.ts";

/** On the timeline of the operation (its id stands where an owner's does) and of the lock that it concerns. */
export function operationEvent(
  record: OperationRecord,
  at: number,
  kind: string,
  text: string,
  severity: Severity = "info",
): NewEvent {
  const { lockId, resource, id } = record;
  return {
    at,
    kind: `operation.${kind}`,
    severity,
    node: null,
    lockId,
    resource,
    ownerId: id,
    text: safeText(text, 1_000),
  };
}

/** A name for sentences, made safe. */
export function nameOf(person: Person): string {
  return safeText(person.kind === "token" ? `the token ${person.name}` : person.name, 80);
}

/** A row of the audit about an operation; `by` is null for what the server does by itself once it was confirmed. */
export function operationAudit(
  record: OperationRecord,
  at: number,
  by: Person | null,
  action: string,
  detail: string,
  outcome: AuditRecord["outcome"] = "done",
): AuditRecord {
  const evidence = [
    ...record.plan.facts.map(({ label, value }) => ({ label, text: value })),
    ...record.plan.evidence.map(({ kind, text }) => ({ label: kind, text })),
  ];
  return {
    at,
    actor: by === null ? "locksmith" : safeText(`${by.name} (${by.kind} ${by.id})`),
    action: `operation.${action}`,
    target: safeText(record.lockId ?? record.plan.title, 300),
    outcome,
    detail: safeText(detail, 1_000),
    operationId: record.id,
    reason: record.reason === "" ? null : safeText(record.reason, 2_000),
    evidence: evidence.slice(0, 100),
  };
}
