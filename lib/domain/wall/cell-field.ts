import { cellOrder, type WallGroup } from "./wall-fleet.ts";

/** One group's place in the field; the last one can stand for all groups that found no line of their own. */
export interface FieldBand {
  group: WallGroup;
  /** How many groups it stands for: 1, or all that are left. */
  groups: number;
  columns: number;
  lines: number;
  /** From the top of the field, and how high: at least one line of text. */
  topPx: number;
  heightPx: number;
}

export interface CellField {
  cellPx: number;
  bands: FieldBand[];
}

interface Box {
  widthPx: number;
  heightPx: number;
  /** What the words of a group need. */
  bandMinPx: number;
  gapPx: number;
  cellMaxPx: number;
}

/**
 * Lays all nodes out in the box, each group a band of its own below the one before, with the largest square cell that
 * fits. When there are more groups than bands have room, the rest shares the last band: no node is left out.
 */
export function layField(groups: readonly WallGroup[], box: Box): CellField {
  const { heightPx, bandMinPx, gapPx, cellMaxPx } = box;
  const room = Math.max(1, Math.floor((heightPx + gapPx) / (bandMinPx + gapPx)));
  const shown = groups.length <= room ? groups.slice() : groups.slice(0, room - 1);
  const rest = groups.slice(shown.length);
  if (rest.length > 0) shown.push(together(rest));
  // Cells in steps of half a pixel: the first size at which all bands fit.
  for (let cellPx = cellMaxPx; cellPx > 0.5; cellPx -= 0.5) {
    const field = layBands(shown, rest.length, cellPx, box);
    const last = field.bands.at(-1);
    if (last === undefined || last.topPx + last.heightPx <= heightPx) return field;
  }
  return layBands(shown, rest.length, 0.5, box);
}

function layBands(groups: readonly WallGroup[], rest: number, cellPx: number, box: Box): CellField {
  const columns = Math.max(1, Math.floor(box.widthPx / cellPx));
  let topPx = 0;
  const bands = groups.map((group, index) => {
    const lines = Math.ceil(group.total / columns);
    const heightPx = Math.max(box.bandMinPx, lines * cellPx);
    const many = rest > 0 && index === groups.length - 1 ? rest : 1;
    const band = { group, groups: many, columns, lines, topPx, heightPx };
    topPx += heightPx + box.gapPx;
    return band;
  });
  return { cellPx, bands };
}

function together(groups: readonly WallGroup[]): WallGroup {
  const counts: WallGroup["counts"] = {};
  let total = 0;
  for (const group of groups) {
    total += group.total;
    for (const state of cellOrder) {
      const some = group.counts[state];
      if (some !== undefined) counts[state] = (counts[state] ?? 0) + some;
    }
  }
  return { name: "", total, counts };
}
