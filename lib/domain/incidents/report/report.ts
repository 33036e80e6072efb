import type { IncidentState } from "#lib/domain/incidents/incident.ts";
import type { Severity } from "#lib/domain/states.ts";

/** `proven`: by decisive evidence, or recorded by the server as its own act. `unknown`: nothing recorded says it. */
export const certainties = ["proven", "likely", "unknown"] as const;
export type Certainty = (typeof certainties)[number];

/** One sentence, and where it is recorded. There is none without a source. */
export interface Statement {
  /** When what it says happened; null where it is of no moment. */
  at: number | null;
  /** Null where it only repeats what is recorded. */
  certainty: Certainty | null;
  text: string;
  sources: string[];
}

export interface ReportTable {
  type: "table";
  columns: { title: string; number: boolean }[];
  /** As many cells as columns. */
  rows: { cells: string[]; sources: string[] }[];
}
export interface StatementList {
  type: "statements";
  items: Statement[];
}
export type ReportBlock = StatementList | ReportTable;

export const sectionIds = [
  "summary",
  "cause",
  "impact",
  "timeline",
  "verified",
  "not-verified",
  "people",
  "follow-ups",
  "record",
] as const;
export type SectionId = (typeof sectionIds)[number];

export interface ReportSection {
  id: SectionId;
  title: string;
  blocks: ReportBlock[];
}

/** "What caused it?", from recorded facts alone. A screen and Markdown draw its blocks as they are. */
export interface Report {
  incidentId: string;
  title: string;
  severity: Severity;
  state: IncidentState;
  /** It was a rehearsal. */
  drill: boolean;
  /** How sure the cause is. */
  certainty: Certainty;
  /** Server wall clock when it was made: a report of an incident that goes on is as of then. */
  madeAt: number;
  from: number;
  to: number;
  sections: ReportSection[];
}
