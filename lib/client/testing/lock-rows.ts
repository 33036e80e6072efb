import fc from "fast-check";
import { type LiveState, reduceLive } from "#lib/client/live-reducer.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { type LockOrder, lockSortKeys } from "#lib/domain/lock-query.ts";
import { lockStates, verdicts } from "#lib/domain/states.ts";

/** What tells locks apart for filter and order, of few values each, so that many are alike. */
export const lockFacts = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map((n) => `native/lock-${n}`),
  state: fc.constantFrom(...lockStates),
  verdict: fc.option(fc.constantFrom(...verdicts)),
  waiters: fc.nat(5),
  epoch: fc.option(fc.nat(5)),
  heldSince: fc.option(fc.nat(9)),
});
export type LockFacts = typeof lockFacts extends fc.Arbitrary<infer T> ? T : never;

function row(facts: LockFacts, revision: number): LockRow {
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

/** Any order of the table. */
export const lockOrders: fc.Arbitrary<LockOrder> = fc.record({
  key: fc.constantFrom(...lockSortKeys),
  descending: fc.boolean(),
});

/** The state after one change of these locks, of a tab that keeps the whole list. */
export function changeLocks(
  state: LiveState,
  revision: number,
  rows: LockFacts[],
  gone: string[],
): LiveState {
  const locks = rows.map((facts) => row(facts, revision));
  const asked = state.locks.load.phase === "none" ? [{ kind: "load" as const, topic: "locks" as const }] : [];
  return reduceLive(state, [
    ...asked,
    { kind: "change", change: { revision, serverAt: 0, locks, goneLocks: gone } },
  ]);
}
