interface FittedColumn {
  id: string;
  /** A track of the grid that begins with its least width in rem. */
  width: string;
  /** When it goes where there is no room, the first being 1; without it, it stays. */
  leaves?: number;
}

const remPx = 16;

/** Least width of a column in rem: the first number of its track. */
function leastRem({ width }: FittedColumn): number {
  return Number(/[\d.]+/.exec(width)?.[0] ?? 0);
}

/** Those of the columns that fit uncut into a width in CSS pixels, in their order; 0: it is not known, and all are there. */
export function fitColumns<C extends FittedColumn>(columns: readonly C[], widthPx: number): readonly C[] {
  const going = columns
    .filter(({ leaves }) => leaves !== undefined)
    .toSorted((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0));
  let left = columns;
  for (const column of going) {
    const needRem = left.reduce((sum, one) => sum + leastRem(one), 0);
    if (widthPx === 0 || needRem * remPx <= widthPx) break;
    left = left.filter((one) => one !== column);
  }
  return left;
}
