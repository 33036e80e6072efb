import { fitColumns } from "#components/live/fit-columns.ts";
import type { LockSortKey } from "#lib/domain/lock-query.ts";

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
  /** When it goes where there is no room; what stays says which lock, whose, and how it stands. */
  leaves?: number;
}

/** How the columns of the lock table look, in their order. */
export const columnLooks = {
  state: { label: "State", width: "6.25rem", sort: "state" },
  resource: { label: "Resource", width: "minmax(14rem,2fr)", sort: "resource", always: true },
  source: { label: "Source", width: "6.5rem", leaves: 2 },
  owner: { label: "Owner", width: "minmax(11rem,1.7fr)", sort: "owner" },
  verdict: { label: "Verdict", width: "6rem", sort: "verdict" },
  beats: { label: "Heartbeat", width: "6.5rem", leaves: 3 },
  held: { label: "Held for", width: "4.75rem", numeric: true, sort: "held", leaves: 5 },
  beat: {
    label: "Last beat",
    width: "6.5rem",
    numeric: true,
    sort: "beat",
    descendingFirst: true,
    leaves: 4,
  },
  waiters: {
    label: "Waiting",
    width: "4.5rem",
    numeric: true,
    sort: "waiters",
    descendingFirst: true,
    leaves: 7,
  },
  refused: { label: "Refused", width: "4.5rem", numeric: true, leaves: 6 },
  epoch: { label: "Epoch", width: "4.25rem", numeric: true, sort: "epoch", descendingFirst: true, leaves: 1 },
} as const satisfies Record<string, ColumnLook>;

export type ColumnId = keyof typeof columnLooks;
export const columnIds = Object.keys(columnLooks) as ColumnId[];

const looks: readonly (ColumnLook & { id: ColumnId })[] = columnIds.map((id) => ({ id, ...columnLooks[id] }));

/** The columns by their names, for whoever may choose among them. */
export const lockColumnChoices = looks.map(({ id, label, always = false }) => ({ id, label, always }));

/** Those of the columns that fit uncut into a width in CSS pixels, in their order; 0: it is not known, and all are there. */
export function fittingColumns(ids: readonly ColumnId[], widthPx: number): readonly ColumnId[] {
  return fitColumns(
    looks.filter(({ id }) => ids.includes(id)),
    widthPx,
  ).map(({ id }) => id);
}

/** The look of a column by its id. */
export function lookOf(id: string): ColumnLook {
  return columnLooks[id as ColumnId];
}

/** The order after a click: the column's first direction, then the other, then what needs attention first. */
export function nextSort(sort: string, key: string, descendingFirst: boolean): string {
  const first = descendingFirst ? `-${key}` : key;
  const second = descendingFirst ? key : `-${key}`;
  if (sort === first) return second;
  return sort === second ? "attention" : first;
}
