import fc from "fast-check";
import { expect, test } from "vitest";
import type { LockRow } from "#lib/contract/rows.ts";
import { compareLocks, type LockOrder, lockSortKeys, matchesLock } from "#lib/domain/lock-query.ts";
import { lockStates, verdicts } from "#lib/domain/states.ts";
import { rowsOf } from "./live-collection.ts";
import { emptyLiveState, type LiveState, reduceLive } from "./live-reducer.ts";
import { orderLocks, selectLocks } from "./lock-order.ts";

const rowArbitrary = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map((n) => `native/lock-${n}`),
  state: fc.constantFrom(...lockStates),
  verdict: fc.option(fc.constantFrom(...verdicts)),
  waiters: fc.nat(5),
  epoch: fc.option(fc.nat(5)),
  heldSince: fc.option(fc.nat(9)),
});
type Facts = typeof rowArbitrary extends fc.Arbitrary<infer T> ? T : never;

function row(facts: Facts, revision: number): LockRow {
  return {
    ...facts,
    source: "native",
    key: facts.id.slice("native/".length),
    resource: facts.id.slice("native/".length),
    type: "lease",
    mode: "exclusive",
    node: null,
    path: null,
    holder: null,
    coHolders: 0,
    refusals: 0,
    refusedSince: null,
    refusedLast: null,
    lastBeatAt: null,
    ttlMs: null,
    observedAt: 0,
    revision,
  };
}

const orderArbitrary: fc.Arbitrary<LockOrder> = fc.record({
  key: fc.constantFrom(...lockSortKeys),
  descending: fc.boolean(),
});

function change(state: LiveState, revision: number, rows: Facts[], gone: string[]): LiveState {
  const locks = rows.map((facts) => row(facts, revision));
  const asked = state.locks.load.phase === "none" ? [{ kind: "load" as const, topic: "locks" as const }] : [];
  return reduceLive(state, [
    ...asked,
    { kind: "change", change: { revision, serverAt: 0, locks, goneLocks: gone } },
  ]);
}

test("an order that is kept up change by change is the order that sorting anew gives", () => {
  fc.assert(
    fc.property(
      orderArbitrary,
      fc.uniqueArray(rowArbitrary, { selector: (r) => r.id, minLength: 30, maxLength: 60 }),
      fc.array(fc.tuple(fc.uniqueArray(rowArbitrary, { selector: (r) => r.id, maxLength: 3 }), fc.nat(60)), {
        maxLength: 20,
      }),
      (order, first, changes) => {
        let state = change(emptyLiveState(), 1, first, []);
        let ordered = orderLocks(state.locks, order, null);
        changes.forEach(([rows, gone], i) => {
          const id = `native/lock-${gone}`;
          state = change(state, i + 2, rows, rows.some((facts) => facts.id === id) ? [] : [id]);
          ordered = orderLocks(state.locks, order, ordered);
          const fresh = rowsOf(state.locks).sort((a, b) => compareLocks(a, b, order));
          expect(ordered.entries.map((entry) => entry.row)).toEqual(fresh);
        });
      },
    ),
    { numRuns: 300 },
  );
});

test("the count beside a choice is what choosing it alone would leave", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(rowArbitrary, { selector: (r) => r.id, maxLength: 60 }),
      fc.option(fc.constantFrom(...lockStates), { nil: undefined }),
      fc.option(fc.constantFrom(...verdicts), { nil: undefined }),
      (facts, state, verdict) => {
        const live = change(emptyLiveState(), 1, facts, []);
        const ordered = orderLocks(live.locks, { key: "attention", descending: false }, null);
        const filter = {
          words: ["lock"],
          ...(state !== undefined && { states: new Set([state]) }),
          ...(verdict !== undefined && { verdicts: new Set([verdict]) }),
        };
        const { rows, facets } = selectLocks(ordered, filter);
        expect(rows).toEqual(ordered.entries.map((entry) => entry.row).filter((r) => matchesLock(r, filter)));
        for (const choice of lockStates) {
          const alone = selectLocks(ordered, { ...filter, states: new Set([choice]) }).rows.length;
          expect(facets.states[choice] ?? 0).toBe(alone);
        }
        for (const choice of verdicts) {
          const alone = selectLocks(ordered, { ...filter, verdicts: new Set([choice]) }).rows.length;
          expect(facets.verdicts[choice] ?? 0).toBe(alone);
        }
      },
    ),
  );
});
