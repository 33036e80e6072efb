import type { Person } from "#lib/domain/operations/operation.ts";
import type { Severity } from "#lib/domain/states.ts";

/** `open`: something is wrong now. `mitigated`: nothing is any more, and nobody has closed it. */
export const incidentStates = ["open", "mitigated", "resolved"] as const;
export type IncidentState = (typeof incidentStates)[number];

/** Who does what in it; the commander decides, and each role has one person at a time. */
export const incidentRoles = ["commander", "operations", "communications", "scribe"] as const;
export type IncidentRole = (typeof incidentRoles)[number];

/** What a rule saw. `by-hand`: a person opened it. */
export const signalRules = [
  "stale-lock",
  "stale-refusing",
  "fleet-affected",
  "guardian-silent",
  "by-hand",
] as const;
export type SignalRule = (typeof signalRules)[number];

/** Something that is wrong, as one rule sees it. The same `key` again is the same thing. */
export interface Signal {
  /** `rule/what`, such as `guardian-silent/ses_…`. */
  key: string;
  rule: SignalRule;
  severity: Severity;
  resource: string | null;
  lockId: string | null;
  ownerId: string | null;
  /** Where its cause would be: the holder's or the guardian's node. */
  node: string | null;
  text: string;
  since: number;
  /** When it was over; null while it lasts. */
  clearedAt: number | null;
}

export interface IncidentNote {
  at: number;
  by: Person;
  text: string;
}

export interface FollowUp {
  id: number;
  at: number;
  by: Person;
  text: string;
  doneAt: number | null;
}

/** How the fleet stood at one moment, as far as the incident concerns it; a sample is taken when something changed. */
export interface IncidentSample {
  at: number;
  /** Nodes by what they show: up, late, silent, stopped, paused, impaired, halted. */
  nodes: Record<string, number>;
  /** Refusals since the incident's first sample. */
  refusals: number;
  /** Different nodes that were refused so far. */
  refusedNodes: number;
}
