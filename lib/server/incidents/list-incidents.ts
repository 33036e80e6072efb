import type { z } from "zod";
import type { IncidentList, IncidentRow, incidentQuery } from "#lib/contract/incidents.ts";
import { incidentStates } from "#lib/domain/incidents/incident.ts";
import { searchWords } from "#lib/domain/lock-query.ts";
import { severities } from "#lib/domain/states.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "#lib/server/lists/cursor.ts";
import { knownValues } from "#lib/server/lists/filter-values.ts";

const order = "incidents";

/** GET /incidents: those that need somebody first, the worst of them first; then the newest. */
export function listIncidents(
  { view }: Pick<ServerContext, "view">,
  query: z.output<typeof incidentQuery>,
): IncidentList {
  const words = searchWords(query.q ?? "");
  const states = knownValues("state", query.state, incidentStates);
  const wanted = knownValues("severity", query.severity, severities);
  const page = topPage(view.incidents.values(), {
    matches: (row) =>
      (states === undefined || states.has(row.state)) &&
      (wanted === undefined || wanted.has(row.severity)) &&
      hasWords(row, words),
    place: (row) => ({ values: [stateRank(row), severityRank(row), -row.openedAt], id: row.id }),
    descending: false,
    after: decodeCursor(order, query.cursor),
    limit: query.limit,
  });
  return {
    items: page.items,
    revision: view.revision,
    nextCursor: encodeCursor(order, page.next),
    total: page.total,
  };
}

function stateRank({ state }: IncidentRow): number {
  return incidentStates.indexOf(state);
}

/** Of what is over, only the time counts. */
function severityRank({ state, severity }: IncidentRow): number {
  return state === "resolved" ? 0 : -severities.indexOf(severity);
}

function hasWords(row: IncidentRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [row.id, row.title, row.sentence, ...row.resources, ...row.nodes].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}
