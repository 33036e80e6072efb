import fc from "fast-check";
import { expect, test } from "vitest";
import type { NodeRow } from "#lib/contract/rows.ts";
import { cellBlocks, cellPx } from "./cell-blocks.ts";

const nodes = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `node-${i}` }) as NodeRow);

test("blocks hold every node once, in order, and all but the last have whole lines", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }), (count, widthPx) => {
      const all = nodes(count);
      const blocks = cellBlocks(all, widthPx);
      expect(blocks.flatMap((block) => block.nodes)).toEqual(all);
      const columns = Math.max(1, Math.floor(widthPx / cellPx));
      for (const block of blocks.slice(0, -1)) expect(block.nodes.length % columns).toBe(0);
      const heightPx = blocks.reduce((sum, block) => sum + block.heightPx, 0);
      expect(heightPx).toBe(Math.ceil(count / columns) * cellPx);
    }),
  );
});

test("a small fleet is drawn whole, a large one where it is in sight", () => {
  expect(cellBlocks(nodes(101), 0).map(({ always }) => always)).toEqual([true]);
  expect(cellBlocks(nodes(10_000), 0)).toEqual([]);
  expect(cellBlocks(nodes(10_000), 1_200).some(({ always }) => always)).toBe(false);
});
