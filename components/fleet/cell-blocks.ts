import type { NodeRow } from "#lib/contract/rows.ts";

export const cellPx = 24;
/** A block comes into sight within one frame: some two hundred cells. */
const linesPerBlock = 4;
/** A group up to this size is one block. */
const wholeMax = 400;

export interface Block {
  /** Index of its first node in the group. */
  from: number;
  nodes: readonly NodeRow[];
  heightPx: number;
  /** Drawn at once; the others when they come into sight. */
  always: boolean;
}

/**
 * A group's nodes in blocks of whole lines for a field of this width, so that a block that is not drawn leaves exactly
 * its place. Before the width is known (0) a large group has none.
 */
export function cellBlocks(nodes: readonly NodeRow[], widthPx: number): Block[] {
  const columns = Math.max(1, Math.floor(widthPx / cellPx));
  const heightOf = (count: number) => Math.ceil(count / columns) * cellPx;
  if (nodes.length <= wholeMax) return [{ from: 0, nodes, heightPx: heightOf(nodes.length), always: true }];
  if (widthPx === 0) return [];
  const size = columns * linesPerBlock;
  return Array.from({ length: Math.ceil(nodes.length / size) }, (_, index) => {
    const some = nodes.slice(index * size, (index + 1) * size);
    return { from: index * size, nodes: some, heightPx: heightOf(some.length), always: false };
  });
}
