import type {
  FollowUp,
  IncidentNote,
  IncidentRole,
  IncidentSample,
  IncidentState,
  Signal,
} from "#lib/domain/incidents/incident.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import type { Severity } from "#lib/domain/states.ts";

/** Something that went wrong, from the first sign to what was learnt. Only the server's rules and people change it. */
export interface IncidentRecord {
  id: string;
  title: string;
  severity: Severity;
  /** A person chose it: rules do not change it any more. */
  severityBy: Person | null;
  state: IncidentState;
  resources: string[];
  lockId: string | null;
  nodes: string[];
  signals: Signal[];
  affected: number;
  affectedPeak: number;
  /** Nodes that were refused or worked less at any time, the first ones of them. */
  affectedNodes: string[];
  refusals: number;
  sentence: string;
  openedAt: number;
  /** Null: the rules opened it. */
  openedBy: Person | null;
  acknowledged: { by: Person; at: number } | null;
  roles: { role: IncidentRole; person: Person; since: number }[];
  notes: IncidentNote[];
  followUps: FollowUp[];
  mitigatedAt: number | null;
  resolvedAt: number | null;
  resolution: { by: Person; at: number; text: string } | null;
  mergedInto: string | null;
  pageId: string | null;
  /** How often it began again after it had been mitigated: each time it has to be calm for longer. */
  returns?: number;
  /** Different nodes that were refused, as counted; `affectedNodes` names the first ones. */
  refusedNodes?: number;
  /** Requests that were done, by verb, actor and Idempotency-Key; the last ones. */
  answered?: string[];
}

/** The samples of one minute of an incident. Id: `incident@minuteAt`. */
export interface IncidentMinuteRecord {
  incidentId: string;
  minuteAt: number;
  samples: IncidentSample[];
}

/** The kinds of documents of incidents. */
export interface IncidentDocuments {
  incident: IncidentRecord;
  "incident-minute": IncidentMinuteRecord;
}
