import type { WorldChoice } from "#components/drill/world-search.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { isEnded, type OperationState } from "#lib/domain/operations/operation.ts";

export interface OperationFilter {
  q: string;
  kind: readonly string[];
  state: readonly string[];
  open: boolean;
  world: WorldChoice;
}

/** Operations that match every part of the filter; an empty part matches all. */
export function filterOperations(rows: readonly OperationRow[], filter: OperationFilter): OperationRow[] {
  const q = filter.q.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (filter.kind.length === 0 || filter.kind.includes(row.kind)) &&
      (filter.state.length === 0 || filter.state.includes(row.state)) &&
      (!filter.open || !isEnded(row.state)) &&
      (filter.world === "all" || (row.drill === true) === (filter.world === "drill")) &&
      (q === "" ||
        [row.title, row.resource ?? "", row.createdBy.name, row.id].some((text) =>
          text.toLowerCase().includes(q),
        )),
  );
}

/** Order of attention: what waits for a person first, what runs, what was only planned, what has ended. */
const rank: Record<OperationState, number> = {
  waiting: 0,
  running: 1,
  verifying: 1,
  aborting: 1,
  planned: 2,
  failed: 3,
  done: 3,
  aborted: 3,
  expired: 3,
};

/** What needs somebody first, then the newest. */
export function byUrgency(a: OperationRow, b: OperationRow): number {
  return rank[a.state] - rank[b.state] || b.createdAt - a.createdAt || a.id.localeCompare(b.id);
}
