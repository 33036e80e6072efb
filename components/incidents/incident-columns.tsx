import type { GridColumn } from "#components/live/row-grid.tsx";
import { personWords } from "#components/operations/operation-words.ts";
import { cn } from "#components/ui/cn.ts";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import { awaitsSomebody } from "./incident-rows.ts";
import { severityLook, stateOf } from "./incident-words.ts";

/** Columns of the incident table, in their order. */
export const incidentColumns: readonly GridColumn<IncidentRow>[] = [
  {
    id: "state",
    label: "State",
    width: "6.5rem",
    sortable: true,
    cell: (row) => <StateBadge state={stateOf[row.state]} />,
  },
  {
    id: "severity",
    label: "Severity",
    width: "6rem",
    sortable: true,
    cell: (row) =>
      row.state === "open" ? (
        <StateBadge state={severityLook(row)} />
      ) : (
        <span className="text-secondary capitalize">{row.severity}</span>
      ),
  },
  {
    id: "title",
    always: true,
    label: "Incident",
    width: "minmax(17rem,2fr)",
    // Two lines fit into a row: the end of a title is what tells one from another.
    cell: (row) => (
      <span className="line-clamp-(--lines) leading-[0.95rem] whitespace-normal">
        <SafeText text={row.title.replaceAll("`", "")} maxLength={200} />
      </span>
    ),
  },
  {
    id: "affected",
    leaves: 6,
    label: "Affected",
    width: "6rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => (
      <Quantity value={row.affected} className={row.affected > 0 ? "text-hot-text" : "text-secondary"} />
    ),
  },
  {
    id: "peak",
    leaves: 1,
    label: "At most",
    width: "5.5rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <Quantity value={row.affectedPeak} />,
  },
  {
    id: "refusals",
    leaves: 2,
    label: "Refusals",
    width: "6rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <Quantity value={row.refusals} />,
  },
  {
    id: "commander",
    leaves: 4,
    label: "Commander",
    width: "minmax(7rem,0.7fr)",
    sortable: true,
    cell: (row) =>
      row.commander === null ? (
        <span className="text-tertiary">nobody</span>
      ) : (
        <span className="block truncate">{personWords(row.commander)}</span>
      ),
  },
  {
    id: "acknowledged",
    leaves: 3,
    label: "Acknowledged by",
    width: "minmax(8rem,0.7fr)",
    sortable: true,
    cell: (row) => <Acknowledged row={row} />,
  },
  {
    id: "since",
    leaves: 5,
    label: "Since",
    width: "6.5rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <TimeAgo atMs={row.openedAt} show="relative" />,
  },
];

/** Who acknowledged; that nobody has is said, and stands out while it matters. */
function Acknowledged({ row }: { row: IncidentRow }) {
  if (row.acknowledged !== null) {
    return <span className="block truncate">{personWords(row.acknowledged.by)}</span>;
  }
  return <span className={cn(awaitsSomebody(row) ? "text-suspect-text" : "text-tertiary")}>nobody</span>;
}
