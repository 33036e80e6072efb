import type { GridColumn } from "#components/live/row-grid.tsx";
import { MonoId } from "#components/ui/mono-id.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Since } from "#components/ui/time-ago.tsx";
import type { OwnerRow } from "#lib/contract/rows.ts";
import { OwnerBeats, OwnerLastBeat } from "./owner-beats.tsx";
import { ownerState, ownerTitle } from "./owner-words.ts";

/** Columns of the owner table, in their order. */
export const ownerColumns: readonly GridColumn<OwnerRow>[] = [
  {
    id: "verdict",
    label: "Verdict",
    width: "6.75rem",
    sortable: true,
    cell: (row) => <StateBadge state={ownerState(row)} />,
  },
  {
    id: "name",
    always: true,
    label: "Owner",
    width: "minmax(11rem,1.6fr)",
    sortable: true,
    cell: (row) => (
      <SafeText text={ownerTitle(row)} maxLength={80} truncate={row.service === null ? true : "middle"} />
    ),
  },
  {
    id: "node",
    leaves: 6,
    label: "Node",
    width: "minmax(8rem,1fr)",
    sortable: true,
    cell: (row) => <MonoId id={row.node} keepEnd={8} />,
  },
  { id: "pid", leaves: 1, label: "PID", width: "5rem", numeric: true, cell: (row) => row.pid ?? "–" },
  {
    id: "kind",
    leaves: 2,
    label: "Known by",
    width: "7rem",
    cell: (row) => (
      <span className="text-secondary">{row.kind === "session" ? "its session" : "the kernel"}</span>
    ),
  },
  { id: "beats", leaves: 4, label: "Heartbeat", width: "8.5rem", cell: (row) => <OwnerBeats row={row} /> },
  {
    id: "beat",
    leaves: 5,
    label: "Last beat",
    width: "6.5rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <OwnerLastBeat row={row} />,
  },
  {
    id: "locks",
    label: "Locks",
    width: "4.5rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <Quantity value={row.locks} />,
  },
  {
    id: "opened",
    leaves: 3,
    label: "Seen for",
    width: "6rem",
    numeric: true,
    sortable: true,
    cell: (row) => <Since atMs={row.openedAt} />,
  },
];
