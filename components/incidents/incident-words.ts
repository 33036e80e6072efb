import { personWords } from "#components/operations/operation-words.ts";
import type { StateName } from "#components/ui/state.ts";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { IncidentRole, IncidentState, SignalRule } from "#lib/domain/incidents/incident.ts";
import type { TimelineKind } from "#lib/domain/incidents/timeline-kinds.ts";
import type { Severity } from "#lib/domain/states.ts";
import { grouped } from "#lib/domain/words.ts";

/** The look of each state: "open" alone would be the look of an open gate, which is good news. */
export const stateOf: Record<IncidentState, StateName> = {
  open: "incident",
  mitigated: "mitigated",
  resolved: "resolved",
};

export const roleWords: Record<IncidentRole, string> = {
  commander: "Commander",
  operations: "Operations",
  communications: "Communications",
  scribe: "Scribe",
};

export const ruleWords: Record<SignalRule, string> = {
  "stale-lock": "Stale lock",
  "stale-refusing": "Stale lock that refuses",
  "fleet-affected": "Fleet affected",
  "guardian-silent": "Guardian silent",
  "by-hand": "Opened by hand",
};

export const kindWords: Record<TimelineKind, string> = {
  kernel: "Kernel",
  beats: "Beats",
  verdict: "Verdicts",
  refusal: "Refusals",
  lock: "Locks",
  operation: "Operations",
  acknowledgement: "Acknowledgements",
  config: "Configs",
  node: "Nodes",
  incident: "Incident",
  note: "Notes",
};

/** `Alex, 3 min ago` is for the screen; here only who, or that nobody has. */
export function acknowledgedWords(row: Pick<IncidentRow, "acknowledged">): string {
  return row.acknowledged === null ? "nobody" : personWords(row.acknowledged.by);
}

/** How many nodes are affected now, and how many at most when that was more: `12, at most 43`. */
export function affectedWords({
  affected,
  affectedPeak,
}: Pick<IncidentRow, "affected" | "affectedPeak">): string {
  const now = grouped(affected);
  return affectedPeak > affected ? `${now}, at most ${grouped(affectedPeak)}` : now;
}

/** The look of a severity, which is as grave as it is only while something is wrong. */
export function severityLook(row: Pick<IncidentRow, "severity" | "state">): StateName {
  return row.state === "open" ? row.severity : stateOf[row.state];
}

const rank: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

/** The gravest of some incidents; null of none. */
export function worstSeverity(rows: readonly Pick<IncidentRow, "severity">[]): Severity | null {
  return rows.reduce<Severity | null>(
    (worst, { severity }) => (worst === null || rank[severity] < rank[worst] ? severity : worst),
    null,
  );
}

/** For orders: the gravest first. */
export function severityRank(severity: Severity): number {
  return rank[severity];
}
