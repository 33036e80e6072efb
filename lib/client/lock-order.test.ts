import fc from "fast-check";
import { expect, test } from "vitest";
import { compareLocks } from "#lib/domain/lock-query.ts";
import { rowsOf } from "./live-collection.ts";
import { emptyLiveState } from "./live-reducer.ts";
import { orderLocks } from "./lock-order.ts";
import { changeLocks, lockFacts, lockOrders } from "./testing/lock-rows.ts";

test("an order that is kept up change by change is the order that sorting anew gives", () => {
  fc.assert(
    fc.property(
      lockOrders,
      fc.uniqueArray(lockFacts, { selector: (r) => r.id, minLength: 30, maxLength: 60 }),
      fc.array(fc.tuple(fc.uniqueArray(lockFacts, { selector: (r) => r.id, maxLength: 3 }), fc.nat(60)), {
        maxLength: 20,
      }),
      (order, first, changes) => {
        let state = changeLocks(emptyLiveState(), 1, first, []);
        let ordered = orderLocks(state.locks, order, null);
        changes.forEach(([rows, gone], i) => {
          const id = `native/lock-${gone}`;
          state = changeLocks(state, i + 2, rows, rows.some((facts) => facts.id === id) ? [] : [id]);
          ordered = orderLocks(state.locks, order, ordered);
          const fresh = rowsOf(state.locks).sort((a, b) => compareLocks(a, b, order));
          expect(ordered.entries.map((entry) => entry.row)).toEqual(fresh);
        });
      },
    ),
    { numRuns: 300 },
  );
});
