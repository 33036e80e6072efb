import { cellOrder, type WallGroup } from "./wall-fleet.ts";

/** One group's place in the field; the last one can stand for all groups that found no line of their own. */
export interface FieldBand {
  group: WallGroup;
  /** How many groups it stands for: 1, or all that are left. */
  groups: number;
  /** Its own cells may be larger than the field's: what its words leave empty is theirs. */
  cellPx: number;
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

/** A field with fewer bands is taken only where its cells are that much larger. */
const worthIt = 1.2;

/**
 * Lays all nodes out in the box, each group a band of its own below the one before, with the largest square cell that
 * fits. When there are more groups than bands have room, the rest shares the last band: no node is left out. Many groups
 * of few cells each waste room on words; then more of them share it, and the cells can be seen.
 */
export function layField(groups: readonly WallGroup[], box: Box): CellField {
  const room = Math.max(1, Math.floor((box.heightPx + box.gapPx) / (box.bandMinPx + box.gapPx)));
  let best = layShown(groups, Math.min(groups.length, room), box);
  for (let bands = Math.min(groups.length, room) - 1; bands >= bandsLeast; bands -= 1) {
    const field = layShown(groups, bands, box);
    if (field.cellPx >= best.cellPx * worthIt) best = field;
  }
  return best;
}

const bandsLeast = 4;

/** The field with so many bands, the last of which is shared where there are more groups. */
function layShown(groups: readonly WallGroup[], bands: number, box: Box): CellField {
  const shown = groups.length <= bands ? groups.slice() : groups.slice(0, bands - 1);
  const rest = groups.slice(shown.length);
  if (rest.length > 0) shown.push(together(rest));
  // Cells in steps of half a pixel: the first size at which all bands fit.
  for (let cellPx = box.cellMaxPx; cellPx > 0.5; cellPx -= 0.5) {
    const field = layBands(shown, rest.length, cellPx, box);
    const last = field.bands.at(-1);
    if (last === undefined || last.topPx + last.heightPx <= box.heightPx) return field;
  }
  return layBands(shown, rest.length, 0.5, box);
}

function layBands(groups: readonly WallGroup[], rest: number, cellPx: number, box: Box): CellField {
  let topPx = 0;
  const bands = groups.map((group, index) => {
    const heightPx = Math.max(box.bandMinPx, gridOf(group.total, cellPx, box).lines * cellPx);
    let grid = gridOf(group.total, cellPx, box);
    for (let larger = cellPx + 0.5; larger <= Math.min(box.cellMaxPx, heightPx); larger += 0.5) {
      const next = gridOf(group.total, larger, box);
      if (next.lines * larger <= heightPx) grid = next;
    }
    const many = rest > 0 && index === groups.length - 1 ? rest : 1;
    const band = { group, groups: many, ...grid, topPx, heightPx };
    topPx += heightPx + box.gapPx;
    return band;
  });
  return { cellPx, bands };
}

function gridOf(total: number, cellPx: number, { widthPx }: Box) {
  const columns = Math.max(1, Math.floor(widthPx / cellPx));
  return { cellPx, columns, lines: Math.ceil(total / columns) };
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
