import type { Judgement } from "#lib/domain/evidence.ts";
import type {
  FollowUp,
  IncidentNote,
  IncidentRole,
  IncidentSample,
  IncidentState,
  Signal,
} from "#lib/domain/incidents/incident.ts";
import type {
  Gate,
  HoldPoint,
  OperationSpec,
  OperationState,
  Person,
  Step,
} from "#lib/domain/operations/operation.ts";
import type { PageDelivery } from "#lib/domain/paging/page.ts";
import type { SessionRole } from "#lib/domain/session-role.ts";
import type { Severity } from "#lib/domain/states.ts";

/** An event as it is in the log. */
export interface RecordedEvent {
  id: number;
  at: number;
  kind: string;
  severity: Severity;
  node: string | null;
  lockId: string | null;
  resource: string | null;
  /** Of an operation's event the operation's id, of an incident's the incident's. */
  ownerId: string | null;
  text: string;
}

export interface RecordedIncident {
  id: string;
  title: string;
  severity: Severity;
  state: IncidentState;
  resources: readonly string[];
  lockId: string | null;
  nodes: readonly string[];
  signals: readonly Signal[];
  affectedPeak: number;
  affectedNodes: readonly string[];
  refusals: number;
  sentence: string;
  openedAt: number;
  /** Null: the rules opened it. */
  openedBy: Person | null;
  acknowledged: { by: Person; at: number } | null;
  roles: readonly { role: IncidentRole; person: Person; since: number }[];
  notes: readonly IncidentNote[];
  followUps: readonly FollowUp[];
  mitigatedAt: number | null;
  resolvedAt: number | null;
  resolution: { by: Person; at: number; text: string } | null;
  pageId: string | null;
}

export interface RecordedOperation {
  id: string;
  spec: OperationSpec;
  state: OperationState;
  createdBy: Person;
  createdAt: number;
  reason: string;
  plan: { title: string };
  confirmedBy: Person | null;
  confirmedAt: number | null;
  holdPoint: HoldPoint | null;
  gates: readonly Gate[];
  steps: readonly Step[];
  units: readonly { node: string; service: string; name: string; ackedAt: number | null }[];
  lockId: string | null;
  sentence: string;
  result: { outcome: string; text: string; verified: string[]; notVerified: string[] } | null;
  endedAt: number | null;
}

export interface RecordedPage {
  id: string;
  operationId: string | null;
  lockId: string | null;
  title: string;
  askedBy: string;
  createdAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  deliveries: readonly PageDelivery[];
}

/** A session that held, guarded or was to take what the incident is about, as it was last known. */
export interface RecordedOwner {
  id: string;
  node: string;
  service: string;
  role: SessionRole | null;
  /** Its own process first. */
  pids: readonly number[];
  /** Its own process, so that a number that was used again is another; null when it named none. */
  process: string | null;
  state: "open" | "closed" | "lost";
  openedAt: number;
  endedAt: number | null;
  lastBeatAt: number | null;
  judgement: Judgement;
}

/** A lock of the incident's resources, as it is now or was when it went. */
export interface RecordedLock {
  id: string;
  source: "native" | "kernel";
  resource: string;
  node: string | null;
  judgement: Judgement | null;
  gone: { at: number; how: string } | null;
}

export interface RecordedAudit {
  seq: number;
  at: number;
  actor: string;
  action: string;
  target: string;
  outcome: string;
  detail: string;
}

/** Everything that is recorded of one incident: what its timeline, its picture and its report are made of. */
export interface IncidentFacts {
  incident: RecordedIncident;
  /** Incidents that turned out to be part of it. */
  merged: readonly RecordedIncident[];
  /** What is looked at; nothing outside of it is told. */
  from: number;
  to: number;
  nowAt: number;
  /** In any order, each once. */
  events: readonly RecordedEvent[];
  /** Kinds of which more was there than was read, such as `config.`: the oldest of them are missing. */
  eventsCut: readonly string[];
  operations: readonly RecordedOperation[];
  pages: readonly RecordedPage[];
  owners: readonly RecordedOwner[];
  locks: readonly RecordedLock[];
  /** Ascending. */
  samples: readonly IncidentSample[];
  audits: readonly RecordedAudit[];
  /** When this server could not listen. */
  blind: readonly { from: number; to: number }[];
}
