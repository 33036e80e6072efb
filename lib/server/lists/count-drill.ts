import type { Overview } from "#lib/contract/lists.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { isStale } from "#lib/domain/states.ts";
import type { View } from "#lib/server/view/view.ts";

/** What the drill that is on consists of; null when none is. */
export function countDrill({ drills, nodes, locks }: View): NonNullable<Overview["drill"]> | null {
  if (drills.size === 0) return null;
  const counts = { nodes: 0, locks: 0, hot: 0, stale: 0 };
  for (const name of nodes.keys()) if (isDrillName(name)) counts.nodes += 1;
  for (const { resource, state, verdict } of locks.rows.values()) {
    if (!isDrillName(resource)) continue;
    counts.locks += 1;
    if (state === "hot") counts.hot += 1;
    if (isStale(verdict)) counts.stale += 1;
  }
  return counts;
}
