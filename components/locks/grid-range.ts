/** Rows kept ready above and below those in view. */
const spareRows = 8;
/** The range moves in steps of this many rows: a small scroll draws nothing anew. */
const stepRows = 4;

/** Rows of a grid that are in the document, from `first` up to and without `end`. */
export interface GridRange {
  first: number;
  end: number;
}

/** The rows to have in the document for a view of `viewPx`, scrolled by `scrolledPx`, of a list of any length. */
export function gridRange(scrolledPx: number, viewPx: number, heightPx: number): GridRange {
  const first = Math.floor(Math.max(0, scrolledPx) / heightPx) - spareRows;
  const end = Math.ceil((Math.max(0, scrolledPx) + viewPx) / heightPx) + spareRows;
  return {
    first: Math.max(0, Math.floor(first / stepRows) * stepRows),
    end: Math.ceil(end / stepRows) * stepRows,
  };
}

/** Places of the rows of a range in a list of `count`; the row `kept` is among them wherever it is. */
export function gridItems(
  range: GridRange,
  count: number,
  heightPx: number,
  kept: number,
): { index: number; start: number }[] {
  // A list that became shorter is shown from its new end, as the browser does with the place it was scrolled to.
  const end = Math.min(range.end, count);
  const first = Math.max(0, Math.min(range.first, end - (range.end - range.first)));
  const items: { index: number; start: number }[] = [];
  const push = (index: number) => items.push({ index, start: index * heightPx });
  if (kept >= 0 && kept < first) push(kept);
  for (let index = first; index < end; index += 1) push(index);
  if (kept >= end && kept < count) push(kept);
  return items;
}

/** Where to scroll so that a row is wholly in view, as little as possible; null when it is. */
export function scrollTo(index: number, scrolledPx: number, viewPx: number, heightPx: number): number | null {
  const topPx = index * heightPx;
  if (topPx < scrolledPx) return topPx;
  const bottomPx = topPx + heightPx - viewPx;
  return bottomPx > scrolledPx ? bottomPx : null;
}

/** Where a row is now that was at `index` before: rows move little, so the search begins there. −1: it is gone. */
export function indexNear(rows: readonly { readonly id: string }[], id: string, index: number): number {
  const farthest = Math.max(index, rows.length - 1 - index);
  for (let away = 0; away <= farthest; away += 1) {
    if (rows[index - away]?.id === id) return index - away;
    if (rows[index + away]?.id === id) return index + away;
  }
  return -1;
}
