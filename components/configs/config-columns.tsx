import Link from "next/link";
import type { GridColumn } from "#components/live/row-grid.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { configHref } from "#lib/client/paths.ts";
import type { ConfigRow } from "#lib/contract/configs.ts";
import { counted } from "#lib/domain/words.ts";
import { configRank, configSummary } from "./config-words.ts";

/** Columns of the table of configurations, in their order. */
export const configColumns: readonly GridColumn<ConfigRow>[] = [
  {
    id: "state",
    label: "State",
    width: "11rem",
    sortable: true,
    cell: (row) => <StateBadge {...configSummary(row)} />,
  },
  {
    id: "name",
    always: true,
    label: "Configuration",
    width: "minmax(14rem,2fr)",
    sortable: true,
    cell: (row) => (
      <Link
        href={configHref(row.name)}
        tabIndex={-1}
        prefetch={false}
        className="block min-w-0 hover:underline"
      >
        <SafeText text={row.name} maxLength={200} truncate="middle" />
      </Link>
    ),
  },
  {
    id: "promoted",
    leaves: 2,
    label: "Promoted version",
    width: "9rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <Quantity value={row.promoted} />,
  },
  {
    id: "nodes",
    leaves: 4,
    label: "Nodes",
    width: "6rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <Quantity value={row.nodes} />,
  },
  {
    id: "drifted",
    leaves: 3,
    label: "Not as promoted",
    width: "9rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <Quantity value={row.drifted} />,
  },
  {
    id: "changed",
    leaves: 1,
    label: "Changed",
    width: "minmax(7rem,0.6fr)",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <TimeAgo atMs={row.changedAt} show="relative" />,
  },
];

/** What each column is ordered by; the state, by how much it needs somebody. */
export const configSortKeys = {
  state: configRank,
  name: (row: ConfigRow) => row.name,
  promoted: (row: ConfigRow) => row.promoted,
  nodes: (row: ConfigRow) => row.nodes,
  drifted: (row: ConfigRow) => row.drifted,
  changed: (row: ConfigRow) => row.changedAt,
};

/** A row on a phone, in two lines. */
export function NarrowConfig({ row }: { row: ConfigRow }) {
  return (
    <span className="flex h-full flex-col justify-center gap-0.5 px-1">
      <span className="flex items-center justify-between gap-3">
        <SafeText text={row.name} maxLength={120} truncate="middle" className="min-w-0" />
        <StateBadge {...configSummary(row)} className="shrink-0" />
      </span>
      <span className="flex justify-between gap-3 text-xs text-tertiary">
        <span className="tabular-nums">
          {row.promoted === null ? "no version promoted" : `version ${row.promoted} promoted`}
        </span>
        <span className="shrink-0 tabular-nums">{counted(row.nodes, "node")}</span>
      </span>
    </span>
  );
}
