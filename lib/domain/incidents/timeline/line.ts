import type { TimelineKind } from "#lib/domain/incidents/timeline-kinds.ts";
import type { Severity } from "#lib/domain/states.ts";

/** One line of an incident's timeline, with where it is recorded. */
export interface TimelineLine {
  at: number;
  kind: TimelineKind;
  severity: Severity;
  text: string;
  node: string | null;
  lockId: string | null;
  ownerId: string | null;
  operationId: string | null;
  /** Such as `event 812`, `operation op_…`, `page pag_…`. */
  source: string;
  /** Kind of the event, such as `lease.granted`; of a document `beat`, `step`, `units`, `page` or `routine`. */
  what: string;
}

/** A line that is told by no event, with nothing but its time and words. */
export function plainLine(
  line: Pick<TimelineLine, "at" | "kind" | "text" | "source" | "what"> & Partial<TimelineLine>,
): TimelineLine {
  return { severity: "info", node: null, lockId: null, ownerId: null, operationId: null, ...line };
}
