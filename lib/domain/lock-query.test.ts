import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareLocks,
  type LockFields,
  lockPlace,
  lockSortKeys,
  matchesLock,
  parseLockOrder,
  type SortPlace,
  searchWords,
  verdictSet,
} from "./lock-query.ts";
import { lockStates, verdicts } from "./states.ts";
import { type PageOf, topPage } from "./top-page.ts";

const base: LockFields = {
  id: "native/aim_lock_config.conf",
  source: "native",
  key: "aim_lock_config.conf",
  resource: "aim_lock_config.conf",
  state: "held",
  verdict: "live",
  node: "node-7",
  path: null,
  holder: { ownerId: "ses_1", node: "node-7", service: "guardian", command: "guardiand --fast", pid: 1968 },
  waiters: 0,
  epoch: 4,
  heldSince: 100,
  lastBeatAt: 200,
};

describe("filter", () => {
  test("every word must occur, in any case, in name, path or holder", () => {
    expect(matchesLock(base, { words: searchWords(" AIM  node-7 ") })).toBe(true);
    expect(matchesLock(base, { words: searchWords("1968 guardiand") })).toBe(true);
    expect(matchesLock(base, { words: searchWords("aim node-8") })).toBe(false);
    expect(matchesLock(base, { words: [] })).toBe(true);
  });
  test("stale means orphan or ghost, and a lock without verdict matches no verdict", () => {
    const stale = { verdicts: verdictSet(["stale"]) ?? new Set() };
    expect(matchesLock({ ...base, verdict: "orphan" }, stale)).toBe(true);
    expect(matchesLock({ ...base, verdict: "ghost" }, stale)).toBe(true);
    expect(matchesLock(base, stale)).toBe(false);
    expect(matchesLock({ ...base, verdict: null }, stale)).toBe(false);
    expect(verdictSet(["dead"])).toBeNull();
  });
  test("node finds its own locks and the leases held from it; owner is an id or a service", () => {
    expect(matchesLock({ ...base, node: null }, { node: "node-7" })).toBe(true);
    expect(matchesLock(base, { node: "node-8" })).toBe(false);
    expect(matchesLock(base, { owner: "guardian" })).toBe(true);
    expect(matchesLock(base, { owner: "ses_1" })).toBe(true);
    expect(matchesLock({ ...base, holder: null }, { owner: "ses_1" })).toBe(false);
  });
});

test("an order is one of the known keys, with - for descending", () => {
  expect(parseLockOrder("-held")).toEqual({ key: "held", descending: true });
  expect(parseLockOrder("resource")).toEqual({ key: "resource", descending: false });
  expect(parseLockOrder("--held")).toBeNull();
  expect(parseLockOrder("__proto__")).toBeNull();
});

const someLock = fc
  .record({
    n: fc.nat(400),
    resource: fc.string({ maxLength: 3 }),
    state: fc.constantFrom(...lockStates),
    verdict: fc.constantFrom(...verdicts, null),
    waiters: fc.nat(3),
    epoch: fc.option(fc.nat(3)),
    heldSince: fc.option(fc.nat(3)),
  })
  .map(({ n, ...rest }): LockFields => ({ ...base, ...rest, id: `native/${n}` }));
const someLocks = fc.uniqueArray(someLock, { selector: (lock) => lock.id, maxLength: 300 });
const someOrder = fc.record({ key: fc.constantFrom(...lockSortKeys), descending: fc.boolean() });

describe("pages", () => {
  const walk = (
    locks: () => LockFields[],
    order: { key: (typeof lockSortKeys)[number]; descending: boolean },
    limit: number,
  ) => {
    const seen: LockFields[] = [];
    let after: SortPlace | null = null;
    do {
      const page: PageOf<LockFields> = topPage(locks(), {
        matches: () => true,
        place: (lock) => lockPlace(lock, order.key),
        descending: order.descending,
        after,
        limit,
      });
      expect(page.total).toBe(locks().length);
      seen.push(...page.items);
      after = page.next;
    } while (after !== null);
    return seen;
  };

  test("put together are the whole sorted list, whatever the page size", () => {
    fc.assert(
      fc.property(someLocks, someOrder, fc.integer({ min: 1, max: 50 }), (locks, order, limit) => {
        expect(walk(() => locks, order, limit)).toEqual([...locks].sort((a, b) => compareLocks(a, b, order)));
      }),
    );
  });

  test("what did not move is seen exactly once while others come and go", () => {
    fc.assert(
      fc.property(
        someLocks,
        someLocks,
        someOrder,
        fc.integer({ min: 1, max: 20 }),
        (stay, others, order, limit) => {
          const guests = others.map((lock) => ({ ...lock, id: `kernel/${lock.id}` }));
          let turn = 0;
          const seen = walk(() => [...stay, ...(turn++ % 4 < 2 ? guests : [])], order, limit);
          const kept = seen.filter((lock) => lock.id.startsWith("native/"));
          expect(kept.map((l) => l.id).sort()).toEqual(stay.map((l) => l.id).sort());
        },
      ),
    );
  });

  test("what has no value comes last in both directions", () => {
    const locks = [null, 3, 1].map((epoch, i) => ({ ...base, id: `native/${i}`, epoch }));
    const epochs = (descending: boolean) =>
      [...locks].sort((a, b) => compareLocks(a, b, { key: "epoch", descending })).map((l) => l.epoch);
    expect(epochs(false)).toEqual([1, 3, null]);
    expect(epochs(true)).toEqual([3, 1, null]);
  });
});
