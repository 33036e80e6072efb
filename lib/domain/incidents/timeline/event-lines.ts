import type { TimelineKind } from "#lib/domain/incidents/timeline-kinds.ts";
import type { RecordedEvent } from "./facts.ts";
import type { TimelineLine } from "./line.ts";

const exact: Readonly<Record<string, TimelineKind>> = {
  "lock.hot": "refusal",
  "lock.calm": "refusal",
  "operation.acknowledged": "acknowledgement",
  "incident.acknowledged": "acknowledgement",
  "incident.note": "note",
  "incident.noted": "note",
};

const byArea: Readonly<Record<string, TimelineKind>> = {
  kernel: "kernel",
  guardian: "kernel",
  verdict: "verdict",
  process: "verdict",
  session: "beats",
  lease: "lock",
  lock: "lock",
  locks: "lock",
  guard: "lock",
  operation: "operation",
  page: "acknowledgement",
  config: "config",
  node: "node",
  agent: "node",
  unit: "node",
  health: "node",
  server: "node",
  incident: "incident",
};

/** What of the timeline an event is, by its dotted kind; what is not known is of the incident itself. */
export function kindOfEvent(kind: string): TimelineKind {
  const area = kind.slice(0, Math.max(0, kind.indexOf(".")));
  return exact[kind] ?? (Object.hasOwn(byArea, area) ? byArea[area] : undefined) ?? "incident";
}

/** The line of one event. Of an operation's event the owner is the operation. */
export function eventLine(event: RecordedEvent): TimelineLine {
  const { at, severity, text, node, lockId, ownerId } = event;
  const ofOperation = event.kind.startsWith("operation.") || event.kind.startsWith("page.");
  return {
    at,
    kind: kindOfEvent(event.kind),
    severity,
    text,
    node,
    lockId,
    ownerId: ofOperation || event.kind.startsWith("incident.") ? null : ownerId,
    operationId: ofOperation ? ownerId : null,
    source: `event ${event.id}`,
    what: event.kind,
  };
}
