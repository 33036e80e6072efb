export const cellPx = 24;
/** A part comes into sight within one frame: some two hundred cells. */
const linesPerPart = 4;
/** A group up to this size is drawn whole. */
const wholeMax = 400;
const partPx = linesPerPart * cellPx;

/** How a group's cells lie: whole lines in parts of the same height, which are looked for one by one. */
export interface CellLines {
  columns: number;
  heightPx: number;
  /** 0: the group is drawn whole, wherever it is. */
  parts: number;
}

/** The first and the last part that is in sight. */
export interface PartsInSight {
  first: number;
  last: number;
}

/** The cells that are drawn: from one index up to, and not with, the other; and where they begin in the group. */
export interface DrawnCells {
  from: number;
  to: number;
  topPx: number;
}

/** Lines of so many cells in a field of this width. Before the width is known (0) a large group has one, unseen. */
export function cellLines(count: number, widthPx: number): CellLines {
  const columns = Math.max(1, Math.floor(widthPx / cellPx));
  const lines = Math.ceil(count / columns);
  if (count <= wholeMax) return { columns, heightPx: lines * cellPx, parts: 0 };
  if (widthPx === 0) return { columns, heightPx: 0, parts: 1 };
  return { columns, heightPx: lines * cellPx, parts: Math.ceil(lines / linesPerPart) };
}

/** Where a part begins in its group, and how high it is, px. */
export function partPlace(part: number, { heightPx }: CellLines): { top: number; height: number } {
  const top = part * partPx;
  return { top, height: Math.max(0, Math.min(partPx, heightPx - top)) };
}

/** Which cells are drawn while these parts are in sight; none without one. */
export function drawnCells(count: number, lines: CellLines, inSight: PartsInSight | null): DrawnCells {
  if (lines.parts === 0) return { from: 0, to: count, topPx: 0 };
  if (inSight === null || lines.heightPx === 0) return { from: 0, to: 0, topPx: 0 };
  const perPart = lines.columns * linesPerPart;
  return {
    from: Math.min(count, inSight.first * perPart),
    to: Math.min(count, (inSight.last + 1) * perPart),
    topPx: inSight.first * partPx,
  };
}
