import type { NodeRow } from "#lib/contract/rows.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { fleetStateOf } from "#lib/domain/fleet-state.ts";

/** The real fleet by what its nodes show; those of a drill are counted on their own pages. */
export function countNodes(rows: Iterable<NodeRow>): { total: number; byState: Record<string, number> } {
  const counts = { total: 0, byState: {} as Record<string, number> };
  for (const row of rows) {
    if (isDrillName(row.name)) continue;
    const state = fleetStateOf(row);
    counts.total += 1;
    counts.byState[state] = (counts.byState[state] ?? 0) + 1;
  }
  return counts;
}
