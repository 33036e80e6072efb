import { inWorld, type WorldChoice } from "#components/drill/world-search.ts";
import { compareNames } from "#components/live/sort-rows.ts";
import type { StateName } from "#components/ui/state.ts";
import type { OwnerRow } from "#lib/contract/rows.ts";
import type { Verdict } from "#lib/domain/states.ts";

/** An owner that said goodbye is stopped, whatever was last thought of it. */
export function ownerState(row: Pick<OwnerRow, "state" | "verdict">): StateName {
  return row.state === "closed" ? "stopped" : row.verdict;
}

/** What a person calls an owner: its service, else its command without the program's folder, else its id. */
export function ownerTitle(row: Pick<OwnerRow, "service" | "command" | "id">): string {
  return row.service ?? row.command?.replace(/^\S*\/(?=\S)/, "") ?? row.id;
}

const rank: Record<Verdict, number> = { orphan: 0, ghost: 1, suspect: 2, unknown: 3, live: 4 };

/** Owners that need attention first; those that closed in good order last; then by name. */
export function byAttention(a: OwnerRow, b: OwnerRow): number {
  const of = (row: OwnerRow) => (row.state === "closed" ? 9 : rank[row.verdict]);
  return (
    of(a) - of(b) || b.locks - a.locks || compareNames(ownerTitle(a), ownerTitle(b)) || (a.id < b.id ? -1 : 1)
  );
}

export interface OwnerFilter {
  q: string;
  verdict: readonly string[];
  kind: readonly string[];
  node: string;
  world: WorldChoice;
}

/** Owners that match every part of the filter; an empty part matches all. `closed` is chosen as a verdict. */
export function filterOwners(rows: readonly OwnerRow[], filter: OwnerFilter): OwnerRow[] {
  const q = filter.q.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (filter.verdict.length === 0 || filter.verdict.includes(ownerState(row))) &&
      (filter.kind.length === 0 || filter.kind.includes(row.kind)) &&
      (filter.node === "" || row.node === filter.node) &&
      inWorld(filter.world, row.node, row.service) &&
      (q === "" ||
        [row.service, row.command, row.node, row.user, row.unit, row.id, String(row.pid ?? "")].some((text) =>
          text?.toLowerCase().includes(q),
        )),
  );
}
