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
}

/** How the columns of the lock table look, in their order. */
export const columnLooks = {
  state: { label: "State", width: "6.25rem", sort: "state" },
  resource: { label: "Resource", width: "minmax(14rem,2fr)", sort: "resource", always: true },
  source: { label: "Source", width: "6.5rem" },
  owner: { label: "Owner", width: "minmax(11rem,1.7fr)", sort: "owner" },
  verdict: { label: "Verdict", width: "6rem", sort: "verdict" },
  beats: { label: "Heartbeat", width: "6.5rem" },
  held: { label: "Held for", width: "4.75rem", numeric: true, sort: "held" },
  beat: { label: "Last beat", width: "5.5rem", numeric: true, sort: "beat", descendingFirst: true },
  waiters: { label: "Waiting", width: "4.5rem", numeric: true, sort: "waiters", descendingFirst: true },
  refused: { label: "Refused", width: "4.5rem", numeric: true },
  epoch: { label: "Epoch", width: "4.25rem", numeric: true, sort: "epoch", descendingFirst: true },
} as const satisfies Record<string, ColumnLook>;

export type ColumnId = keyof typeof columnLooks;
export const columnIds = Object.keys(columnLooks) as ColumnId[];

/** What goes first where the table has no room; what is left says which lock, whose, and how it stands. */
const leastImportant: readonly ColumnId[] = [
  "epoch",
  "source",
  "beats",
  "beat",
  "held",
  "refused",
  "waiters",
];

/** Those of the columns that fit uncut into a width in CSS pixels, in their order; 0: it is not known, and all are there. */
export function fittingColumns(ids: readonly ColumnId[], widthPx: number): readonly ColumnId[] {
  let left = ids;
  for (const id of leastImportant) {
    const needRem = left.reduce((sum, one) => sum + Number(/[\d.]+/.exec(columnLooks[one].width)), 0);
    if (widthPx === 0 || needRem * 16 <= widthPx) break;
    left = left.filter((one) => one !== id);
  }
  return left;
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
