import { columnVisibilityFeature, createColumnHelper, tableFeatures } from "@tanstack/react-table";
import Link from "next/link";
import { Quantity } from "#components/ui/quantity.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Since, TimeAgo } from "#components/ui/time-ago.tsx";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import type { LockSortKey } from "#lib/domain/lock-query.ts";
import { CountCell, OwnerCell, ResourceName, sourceWords, VerdictCell } from "./lock-cells.tsx";
import { RowBeats } from "./row-beats.tsx";

interface ColumnLook {
  label: string;
  /** A track of the grid. */
  width: string;
  numeric?: boolean;
  sort?: LockSortKey;
  /** The direction of the first click, where the interesting end is the large one. */
  descendingFirst?: boolean;
  /** Without it a row does not say what it is about. */
  always?: boolean;
}

/** How the columns of the lock table look, in their order. */
export const columnLooks = {
  state: { label: "State", width: "6.25rem", sort: "state" },
  resource: { label: "Resource", width: "minmax(13rem,2.2fr)", sort: "resource", always: true },
  source: { label: "Source", width: "7.25rem" },
  owner: { label: "Owner", width: "minmax(12rem,1.5fr)", sort: "owner" },
  verdict: { label: "Verdict", width: "6.25rem", sort: "verdict" },
  beats: { label: "Heartbeat", width: "7rem" },
  held: { label: "Held for", width: "5rem", numeric: true, sort: "held" },
  beat: { label: "Last beat", width: "5.5rem", numeric: true, sort: "beat", descendingFirst: true },
  waiters: { label: "Waiting", width: "4.75rem", numeric: true, sort: "waiters", descendingFirst: true },
  refused: { label: "Refused", width: "4.75rem", numeric: true },
  epoch: { label: "Epoch", width: "4.5rem", numeric: true, sort: "epoch", descendingFirst: true },
} as const satisfies Record<string, ColumnLook>;

export type ColumnId = keyof typeof columnLooks;
export const columnIds = Object.keys(columnLooks) as ColumnId[];

/** The look of a column by its id. */
export function lookOf(id: string): ColumnLook {
  return columnLooks[id as ColumnId];
}

/** Sorting and filtering are done before the rows come here: the table only ever sees the rows in view. */
export const lockTableFeatures = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof lockTableFeatures, LockRow>();

function column(id: ColumnId, cell: (row: LockRow) => React.ReactNode) {
  return helper.display({ id, header: columnLooks[id].label, cell: ({ row }) => cell(row.original) });
}

export const lockColumns = helper.columns([
  column("state", (row) => <StateBadge state={row.state} />),
  column("resource", (row) => (
    <Link
      href={lockHref(row.source, row.key)}
      prefetch={false}
      tabIndex={-1}
      className="block min-w-0 hover:underline"
    >
      <ResourceName name={row.resource} />
    </Link>
  )),
  column("source", (row) => <span className="block truncate text-secondary">{sourceWords(row)}</span>),
  column("owner", (row) => <OwnerCell owner={row.holder} />),
  column("verdict", (row) => <VerdictCell verdict={row.verdict} />),
  column("beats", (row) => <RowBeats row={row} />),
  column("held", (row) => <Since atMs={row.heldSince} />),
  column("beat", (row) => <TimeAgo atMs={row.lastBeatAt} show="relative" never="–" />),
  column("waiters", (row) => <CountCell value={row.waiters} />),
  column("refused", (row) => <CountCell value={row.refusals} loud={row.state === "hot"} />),
  column("epoch", (row) => <Quantity value={row.epoch} className="text-secondary" />),
]);
