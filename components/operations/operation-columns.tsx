import type { GridColumn } from "#components/live/row-grid.tsx";
import { MonoId } from "#components/ui/mono-id.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { OperationRow } from "#lib/contract/operations.ts";
import { Due } from "./due.tsx";
import { kindWords, operationState, personWords } from "./operation-words.ts";

/** Columns of the operation table, in their order. */
export const operationColumns: readonly GridColumn<OperationRow>[] = [
  {
    id: "state",
    label: "State",
    width: "7rem",
    sortable: true,
    cell: (row) => <StateBadge state={operationState(row)} />,
  },
  {
    id: "kind",
    leaves: 2,
    label: "Kind",
    width: "5.5rem",
    sortable: true,
    cell: (row) => <span className="text-secondary">{kindWords[row.kind]}</span>,
  },
  {
    id: "title",
    always: true,
    label: "Operation",
    width: "minmax(16.5rem,1.8fr)",
    cell: (row) => <SafeText text={row.title.replaceAll("`", "")} maxLength={160} truncate />,
  },
  {
    id: "sentence",
    leaves: 6,
    label: "How it stands",
    width: "minmax(13rem,1.8fr)",
    cell: (row) => (
      <SafeText text={row.sentence.replaceAll("`", "")} maxLength={200} truncate className="text-secondary" />
    ),
  },
  {
    id: "due",
    leaves: 4,
    label: "Next by itself",
    width: "minmax(13rem,1.3fr)",
    cell: (row) =>
      row.due === null || row.endedAt !== null ? (
        <span className="text-tertiary">–</span>
      ) : (
        <Due due={row.due} className="block truncate tabular-nums" />
      ),
  },
  {
    id: "by",
    leaves: 3,
    label: "Asked by",
    width: "7rem",
    sortable: true,
    cell: (row) => <span className="block truncate">{personWords(row.createdBy)}</span>,
  },
  {
    id: "at",
    leaves: 5,
    label: "When",
    width: "6.5rem",
    numeric: true,
    sortable: true,
    descendingFirst: true,
    cell: (row) => <TimeAgo atMs={row.confirmedAt ?? row.createdAt} show="relative" />,
  },
  { id: "id", leaves: 1, label: "Id", width: "7rem", cell: (row) => <MonoId id={row.id} keepEnd={6} /> },
];
