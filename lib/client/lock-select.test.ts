import fc from "fast-check";
import { expect, test } from "vitest";
import { type LockFilter, matchesLock } from "#lib/domain/lock-query.ts";
import { lockStates, verdicts } from "#lib/domain/states.ts";
import { emptyLiveState } from "./live-reducer.ts";
import { type OrderedLocks, orderLocks } from "./lock-order.ts";
import { LockSelector } from "./lock-select.ts";
import { changeLocks, lockFacts, lockOrders } from "./testing/lock-rows.ts";

/** Filters as they follow each other while somebody types, takes back and chooses; most of them find something. */
const filters: fc.Arbitrary<LockFilter> = fc
  .record(
    {
      words: fc.array(fc.constantFrom("l", "lo", "lock", "lock-", "lock-1", "1", "12", "2", "-", "x"), {
        maxLength: 3,
      }),
      states: fc.subarray([...lockStates]).map((some) => new Set(some)),
      verdicts: fc.subarray([...verdicts]).map((some) => new Set(some)),
      sources: fc.subarray(["native", "kernel"]).map((some) => new Set(some)),
      owner: fc.constant("nobody"),
      resource: fc.constantFrom("lock-1", "lock-12"),
      world: fc.constantFrom("real", "drill"),
    },
    { requiredKeys: [] },
  )
  .map((filter) => filter as LockFilter);

test("what is found from filter to filter and change to change is what a look at every row finds", () => {
  const steps = fc.oneof(
    { weight: 4, arbitrary: fc.record({ filter: filters }) },
    {
      weight: 1,
      arbitrary: fc.record({ rows: fc.uniqueArray(lockFacts, { selector: (r) => r.id, maxLength: 5 }) }),
    },
  );
  fc.assert(
    fc.property(
      lockOrders,
      fc.uniqueArray(lockFacts, { selector: (r) => r.id, minLength: 5, maxLength: 60 }),
      fc.array(steps, { maxLength: 40 }),
      (order, first, all) => {
        const selector = new LockSelector();
        let state = changeLocks(emptyLiveState(), 1, first, []);
        let ordered = orderLocks(state.locks, order, null);
        let filter: LockFilter = {};
        all.forEach((step, i) => {
          if ("filter" in step) filter = step.filter;
          else {
            state = changeLocks(state, i + 2, step.rows, []);
            ordered = orderLocks(state.locks, order, ordered);
          }
          expect(selector.select(ordered, filter)).toEqual(fresh(ordered, filter));
        });
      },
    ),
    { numRuns: 300 },
  );
});

/** The same, from the definition: each row alone, and each count by asking every row. */
function fresh({ entries }: OrderedLocks, filter: LockFilter): ReturnType<LockSelector["select"]> {
  const { states, verdicts: wanted, sources, ...search } = filter;
  const facets: ReturnType<LockSelector["select"]>["facets"] = { states: {}, verdicts: {}, sources: {} };
  const add = (counts: Record<string, number>, value: string) => {
    counts[value] = (counts[value] ?? 0) + 1;
  };
  for (const { row } of entries) {
    if (matchesLock(row, { ...search, verdicts: wanted, sources })) add(facets.states, row.state);
    if (row.verdict !== null && matchesLock(row, { ...search, states, sources }))
      add(facets.verdicts, row.verdict);
    if (matchesLock(row, { ...search, states, verdicts: wanted })) add(facets.sources, row.source);
  }
  return { rows: entries.map(({ row }) => row).filter((row) => matchesLock(row, filter)), facets };
}

test("the filter that was asked for last is answered with the very same rows, so that nothing is drawn anew", () => {
  const live = changeLocks(emptyLiveState(), 1, [], []);
  const ordered = orderLocks(live.locks, { key: "resource", descending: false }, null);
  const selector = new LockSelector();
  const filter = { words: ["lock"] };
  expect(selector.select(ordered, filter)).toBe(selector.select(ordered, filter));
});

test("the count beside a choice is what choosing it alone would leave", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(lockFacts, { selector: (r) => r.id, maxLength: 60 }),
      fc.option(fc.constantFrom(...lockStates), { nil: undefined }),
      fc.option(fc.constantFrom(...verdicts), { nil: undefined }),
      (facts, state, verdict) => {
        const live = changeLocks(emptyLiveState(), 1, facts, []);
        const ordered = orderLocks(live.locks, { key: "attention", descending: false }, null);
        const filter = {
          words: ["lock"],
          ...(state !== undefined && { states: new Set([state]) }),
          ...(verdict !== undefined && { verdicts: new Set([verdict]) }),
        };
        const { rows, facets } = new LockSelector().select(ordered, filter);
        expect(rows).toEqual(ordered.entries.map((entry) => entry.row).filter((r) => matchesLock(r, filter)));
        for (const choice of lockStates) {
          const alone = new LockSelector().select(ordered, { ...filter, states: new Set([choice]) }).rows
            .length;
          expect(facets.states[choice] ?? 0).toBe(alone);
        }
        for (const choice of verdicts) {
          const alone = new LockSelector().select(ordered, { ...filter, verdicts: new Set([choice]) }).rows
            .length;
          expect(facets.verdicts[choice] ?? 0).toBe(alone);
        }
      },
    ),
  );
});
