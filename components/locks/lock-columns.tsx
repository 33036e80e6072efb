import type { ReactNode } from "react";
import { Quantity } from "#components/ui/quantity.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Since } from "#components/ui/time-ago.tsx";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ColumnId } from "./column-looks.ts";
import { CountCell, OwnerCell, ResourceName, sourceWords, VerdictCell } from "./lock-cells.tsx";
import { LastBeat, RowBeats } from "./row-beats.tsx";
import { RowLink } from "./row-link.tsx";

/** What each column of the lock table says of a lock. */
export const lockColumns: Readonly<Record<ColumnId, (row: LockRow) => ReactNode>> = {
  state: (row) => <StateBadge state={row.state} />,
  resource: (row) => (
    <RowLink
      href={lockHref(row.source, row.key)}
      label={safeText(row.resource)}
      className="block min-w-0 hover:underline"
    >
      <ResourceName name={row.resource} />
    </RowLink>
  ),
  source: (row) => <span className="block truncate text-secondary">{sourceWords(row)}</span>,
  owner: (row) => <OwnerCell owner={row.holder} />,
  verdict: (row) => <VerdictCell verdict={row.verdict} />,
  beats: (row) => <RowBeats row={row} />,
  held: (row) => <Since atMs={row.heldSince} />,
  beat: (row) => <LastBeat row={row} />,
  waiters: (row) => <CountCell value={row.waiters} />,
  refused: (row) => <CountCell value={row.refusals} loud={row.state === "hot"} />,
  epoch: (row) => <Quantity value={row.epoch} className="text-secondary" />,
};
