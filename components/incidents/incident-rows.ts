import { inWorld, type WorldChoice } from "#components/drill/world-search.ts";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { IncidentState } from "#lib/domain/incidents/incident.ts";
import { severityRank } from "./incident-words.ts";

export interface IncidentFilter {
  q: string;
  state: readonly string[];
  severity: readonly string[];
  /** Those that nobody has acknowledged. */
  waiting: boolean;
  world: WorldChoice;
}

/** Whether somebody is still awaited: nobody has acknowledged, and nobody has closed it. */
export function awaitsSomebody({
  state,
  acknowledged,
}: Pick<IncidentRow, "state" | "acknowledged">): boolean {
  return state === "open" && acknowledged === null;
}

/** Incidents that match every part of the filter; an empty part matches all. */
export function filterIncidents(rows: readonly IncidentRow[], filter: IncidentFilter): IncidentRow[] {
  const q = filter.q.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (filter.state.length === 0 || filter.state.includes(row.state)) &&
      (filter.severity.length === 0 || filter.severity.includes(row.severity)) &&
      (!filter.waiting || awaitsSomebody(row)) &&
      inWorld(filter.world, ...row.resources, ...row.nodes) &&
      (q === "" || textsOf(row).some((text) => text.toLowerCase().includes(q))),
  );
}

function textsOf(row: IncidentRow): string[] {
  return [
    row.title,
    row.id,
    ...row.resources,
    ...row.nodes,
    row.commander?.name ?? "",
    row.acknowledged?.by.name ?? "",
  ];
}

const stateRank: Record<IncidentState, number> = { open: 0, mitigated: 1, resolved: 2 };

/** What needs somebody first: open before mitigated before resolved, the gravest, what stops nodes now, then the newest. */
export function byNeed(a: IncidentRow, b: IncidentRow): number {
  return (
    stateRank[a.state] - stateRank[b.state] ||
    (a.state === "resolved" ? 0 : severityRank(a.severity) - severityRank(b.severity)) ||
    Number(b.affected > 0) - Number(a.affected > 0) ||
    b.openedAt - a.openedAt ||
    a.id.localeCompare(b.id)
  );
}
