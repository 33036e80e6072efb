import fc from "fast-check";
import { expect, test } from "vitest";
import { nodeStates } from "#lib/domain/states.ts";
import { layField } from "./cell-field.ts";
import { cellStateOf, sumFleet, type WallGroup, type WallNode, worstFirst } from "./wall-fleet.ts";

const anyNode = fc.record({
  name: fc.constantFrom("drone-1", "arm-2", "drill:drone-1"),
  group: fc.constantFrom("patrol", "arms", "drill:patrol"),
  state: fc.constantFrom(...nodeStates),
  paused: fc.boolean(),
  hot: fc.nat(1),
  stale: fc.nat(1),
}) satisfies fc.Arbitrary<WallNode>;

const sum = (counts: WallGroup["counts"]) => Object.values(counts).reduce((all, some) => all + some, 0);

test("no node is lost or counted twice, in groups and over all", () => {
  fc.assert(
    fc.property(fc.array(anyNode), (nodes) => {
      const { real, drill } = sumFleet(nodes);
      expect(real.total + drill.total).toBe(nodes.length);
      for (const fleet of [real, drill]) {
        expect(fleet.groups.reduce((all, { total }) => all + total, 0)).toBe(fleet.total);
        expect(sum(fleet.counts)).toBe(fleet.total);
        expect(fleet.groups).toEqual(fleet.groups.toSorted(worstFirst));
      }
    }),
  );
});

test("a node that is up shows the lock on it; one that is not shows that it is not", () => {
  const node = { name: "n", group: "g", state: "up", hot: 1, stale: 1 } as const;
  expect(cellStateOf(node)).toBe("hot");
  expect(cellStateOf({ ...node, hot: 0 })).toBe("orphan");
  expect(cellStateOf({ ...node, state: "silent" })).toBe("silent");
});

test("the worst group is first, however small", () => {
  const up = Array.from({ length: 50 }, (_, i) => ({
    name: `a${i}`,
    group: "big",
    state: "up" as const,
    hot: 0,
    stale: 0,
  }));
  const { real } = sumFleet([...up, { name: "b", group: "small", state: "silent", hot: 0, stale: 0 }]);
  expect(real.groups.map(({ name }) => name)).toEqual(["small", "big"]);
});

const anyGroups = fc.array(
  fc
    .record({ name: fc.string({ maxLength: 4 }), total: fc.integer({ min: 1, max: 3_000 }) })
    .map(({ name, total }): WallGroup => ({ name, total, counts: { up: total } })),
  { maxLength: 40 },
);

test("the field holds every node inside its box, and no two bands overlap", () => {
  fc.assert(
    fc.property(anyGroups, fc.integer({ min: 300, max: 1_500 }), (groups, heightPx) => {
      const box = { widthPx: 700, heightPx, bandMinPx: 60, gapPx: 8, cellMaxPx: 40 };
      const { bands, cellPx } = layField(groups, box);
      const nodes = groups.reduce((all, { total }) => all + total, 0);
      expect(bands.reduce((all, { group }) => all + group.total, 0)).toBe(nodes);
      expect(bands.reduce((all, band) => all + band.groups, 0)).toBe(groups.length);
      let bottom = 0;
      for (const band of bands) {
        expect(band.topPx).toBeGreaterThanOrEqual(bottom);
        expect(band.lines * band.columns).toBeGreaterThanOrEqual(band.group.total);
        expect(band.heightPx).toBeGreaterThanOrEqual(band.lines * band.cellPx);
        expect(band.columns * band.cellPx).toBeLessThanOrEqual(box.widthPx);
        expect(band.cellPx).toBeGreaterThanOrEqual(cellPx);
        bottom = band.topPx + band.heightPx;
      }
      if (nodes <= 20_000 && cellPx > 1) expect(bottom).toBeLessThanOrEqual(heightPx);
    }),
  );
});

test("a small fleet has cells as large as they may be, ten thousand still fit", () => {
  const box = { widthPx: 700, heightPx: 400, bandMinPx: 60, gapPx: 8, cellMaxPx: 40 };
  const group = (total: number): WallGroup => ({ name: "g", total, counts: { up: total } });
  expect(layField([group(30)], box).cellPx).toBe(40);
  const { cellPx, bands } = layField([group(10_000)], box);
  expect(cellPx).toBeGreaterThan(4);
  expect(bands[0]?.heightPx).toBeLessThanOrEqual(400);
});
