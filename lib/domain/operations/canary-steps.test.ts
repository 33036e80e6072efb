import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Candidate,
  canarySteps,
  leavingCompany,
  percentsRefusal,
  spreadOrder,
  stepOf,
} from "./canary-steps.ts";

const candidate = (node: string, group: string, kind = "drone"): Candidate => ({ node, group, kind });
const candidates = fc
  .uniqueArray(
    fc.tuple(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.constantFrom("w", "e", "n"),
      fc.constantFrom("drone", "arm"),
    ),
    {
      selector: ([node]) => node,
      maxLength: 40,
    },
  )
  .map((rows) => rows.map(([node, group, kind]) => ({ node, group, kind })));

describe("the order in which nodes are touched", () => {
  test("names each node once, is the same whatever order they came in, and follows the seed", () => {
    fc.assert(
      fc.property(candidates, fc.string(), (all, seed) => {
        const order = spreadOrder(all, seed);
        expect([...order].sort()).toEqual(all.map(({ node }) => node).sort());
        expect(spreadOrder([...all].reverse(), seed)).toEqual(order);
      }),
    );
    const many = Array.from({ length: 20 }, (_, i) => candidate(`n${i}`, "w"));
    expect(spreadOrder(many, "a")).not.toEqual(spreadOrder(many, "b"));
  });

  test("the first few are of different groups and kinds as long as there are any", () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const circles = new Set(all.map(({ group, kind }) => `${group} ${kind}`)).size;
        const first = spreadOrder(all, "seed").slice(0, circles);
        const of = new Map(all.map(({ node, group, kind }) => [node, `${group} ${kind}`]));
        expect(new Set(first.map((node) => of.get(node))).size).toBe(circles);
      }),
    );
  });
});

test("whoever is chosen first leaves one of its group to be compared with, as long as that can be", () => {
  fc.assert(
    fc.property(candidates, fc.nat(40), (all, count) => {
      const groups = new Map(all.map(({ node, group }) => [node, group]));
      const groupOf = (node: string) => groups.get(node) ?? "";
      const order = leavingCompany(spreadOrder(all, "seed"), groupOf);
      expect([...order].sort()).toEqual(all.map(({ node }) => node).sort());
      const room = all.length - new Set(groups.values()).size;
      const chosen = order.slice(0, Math.min(count, room));
      const left = new Set(order.slice(chosen.length).map(groupOf));
      for (const node of chosen) expect(left.has(groupOf(node))).toBe(true);
    }),
  );
});

describe("steps", () => {
  test("3 of 20, then 10, 50 and 100 percent: the share that adds nobody still is the first that runs it", () => {
    expect(canarySteps(3, 20, [10, 50, 100]).map(({ size, percent }) => [size, percent])).toEqual([
      [3, null],
      [3, 10],
      [10, 50],
      [20, 100],
    ]);
  });

  test("they grow, start with the shadows, end with everybody, and no two after the first are the same", () => {
    const shares = fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 })
      .map((parts) => [...parts.sort((a, b) => a - b), 100]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        shares,
        (targets, more, percents) => {
          const total = targets + more;
          const steps = canarySteps(targets, total, percents);
          expect(steps[0]).toEqual({ index: 0, size: targets, percent: null });
          expect(steps.at(-1)?.size).toBe(total);
          const later = steps.slice(1).map(({ size }) => size);
          expect(new Set(later).size).toBe(later.length);
          expect([...later].sort((a, b) => a - b)).toEqual(later);
          for (let place = 0; place < total; place += 1) {
            const step = stepOf(place, steps);
            expect(steps[step]?.size).toBeGreaterThan(place);
            if (step > 0) expect(steps[step - 1]?.size).toBeLessThanOrEqual(place);
          }
        },
      ),
    );
  });

  test.each([
    [[], "Name the shares"],
    [[10, 10, 100], "larger"],
    [[50, 10, 100], "larger"],
    [[10, 50], "100 percent"],
  ])("%j is refused", (percents, words) => expect(percentsRefusal(percents)).toContain(words));
  test("growing shares that end with all are well", () => expect(percentsRefusal([10, 50, 100])).toBeNull());
});
