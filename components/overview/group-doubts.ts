import type { LockRow } from "#lib/contract/rows.ts";
import { isStale } from "#lib/domain/states.ts";

/** Locks in doubt of one node, of which there are several: most often one cause. */
export interface DoubtGroup {
  node: string;
  locks: LockRow[];
}

const groupFrom = 3;

function isDoubtOnly({ state, verdict }: LockRow): boolean {
  return state !== "hot" && !isStale(verdict) && (verdict === "suspect" || verdict === "unknown");
}

/**
 * What needs somebody, with the locks that are only in doubt gathered by node where a node has several: a silent host
 * is one thing to look at, not twenty. What is hot or stale always stands by itself.
 */
export function groupDoubts(locks: readonly LockRow[]): { single: LockRow[]; groups: DoubtGroup[] } {
  const byNode = Map.groupBy(locks.filter(isDoubtOnly), (lock) => lock.node ?? lock.holder?.node ?? "");
  const groups = [...byNode]
    .filter(([node, some]) => node !== "" && some.length >= groupFrom)
    .map(([node, some]) => ({ node, locks: some }));
  const grouped = new Set(groups.flatMap((group) => group.locks.map(({ id }) => id)));
  return { single: locks.filter(({ id }) => !grouped.has(id)), groups };
}
