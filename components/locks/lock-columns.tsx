import { columnVisibilityFeature, createColumnHelper, tableFeatures } from "@tanstack/react-table";
import { Quantity } from "#components/ui/quantity.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Since } from "#components/ui/time-ago.tsx";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { type ColumnId, columnLooks } from "./column-looks.ts";
import { CountCell, OwnerCell, ResourceName, sourceWords, VerdictCell } from "./lock-cells.tsx";
import { LastBeat, RowBeats } from "./row-beats.tsx";
import { RowLink } from "./row-link.tsx";

/** Sorting and filtering are done before the rows come here: the table only ever sees the rows in view. */
export const lockTableFeatures = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof lockTableFeatures, LockRow>();

function column(id: ColumnId, cell: (row: LockRow) => React.ReactNode) {
  return helper.display({ id, header: columnLooks[id].label, cell: ({ row }) => cell(row.original) });
}

export const lockColumns = helper.columns([
  column("state", (row) => <StateBadge state={row.state} />),
  column("resource", (row) => (
    <RowLink
      href={lockHref(row.source, row.key)}
      label={safeText(row.resource)}
      className="block min-w-0 hover:underline"
    >
      <ResourceName name={row.resource} />
    </RowLink>
  )),
  column("source", (row) => <span className="block truncate text-secondary">{sourceWords(row)}</span>),
  column("owner", (row) => <OwnerCell owner={row.holder} />),
  column("verdict", (row) => <VerdictCell verdict={row.verdict} />),
  column("beats", (row) => <RowBeats row={row} />),
  column("held", (row) => <Since atMs={row.heldSince} />),
  column("beat", (row) => <LastBeat row={row} />),
  column("waiters", (row) => <CountCell value={row.waiters} />),
  column("refused", (row) => <CountCell value={row.refusals} loud={row.state === "hot"} />),
  column("epoch", (row) => <Quantity value={row.epoch} className="text-secondary" />),
]);
