import type { GridColumn } from "#components/live/row-grid.tsx";
import { CountCell } from "#components/locks/lock-cells.tsx";
import { MonoId } from "#components/ui/mono-id.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { NodeRow } from "#lib/contract/rows.ts";
import { fleetStateOf } from "#lib/domain/fleet-state.ts";

/** Columns of the node table, in their order. */
export const nodeColumns: readonly GridColumn<NodeRow>[] = [
  {
    id: "state",
    label: "State",
    width: "6.5rem",
    sortable: true,
    cell: (row) => <StateBadge state={fleetStateOf(row)} />,
  },
  {
    id: "name",
    always: true,
    label: "Node",
    width: "minmax(11rem,1.5fr)",
    sortable: true,
    cell: (row) => <MonoId id={row.name} keepEnd={8} />,
  },
  {
    id: "kind",
    leaves: 2,
    label: "Kind",
    width: "minmax(6rem,0.6fr)",
    sortable: true,
    cell: (row) => <SafeText text={row.kind} maxLength={40} truncate />,
  },
  {
    id: "group",
    leaves: 4,
    label: "Group",
    width: "minmax(7rem,0.8fr)",
    sortable: true,
    cell: (row) => <SafeText text={row.group} maxLength={40} truncate />,
  },
  number("locks", "Locks", (row) => <Quantity value={row.locks} />),
  number("hot", "Hot", (row) => <CountCell value={row.hot} loud />),
  number("stale", "Stale", (row) => <CountCell value={row.stale} />),
  {
    id: "beat",
    leaves: 3,
    label: "Last beat",
    width: "6.5rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <TimeAgo atMs={row.lastBeatAt} show="relative" never="–" />,
  },
  {
    id: "limits",
    leaves: 1,
    label: "Cannot read",
    width: "7rem",
    numeric: true,
    cell: (row) =>
      row.limitations.length === 0 ? (
        <span className="text-tertiary">–</span>
      ) : (
        <span
          className="text-unknown-text"
          title={row.limitations.map((limitation) => limitation.text).join("\n")}
        >
          {row.limitations.length} {row.limitations.length === 1 ? "thing" : "things"}
        </span>
      ),
  },
];

function number(id: string, label: string, cell: GridColumn<NodeRow>["cell"]): GridColumn<NodeRow> {
  return { id, label, width: "4.5rem", numeric: true, sortable: true, descendingFirst: true, cell };
}
