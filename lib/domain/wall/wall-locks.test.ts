import fc from "fast-check";
import { expect, test } from "vitest";
import { attentionRank, lockStates, verdicts } from "#lib/domain/states.ts";
import { byAttention, sumLocks, type WallLock } from "./wall-locks.ts";

const anyLock = fc.record({
  id: fc.string({ minLength: 1, maxLength: 6 }),
  resource: fc.constantFrom("aim.conf", "drill:aim.conf", "b"),
  node: fc.constantFrom(null, "node-7", "drill:node-7"),
  state: fc.constantFrom(...lockStates),
  verdict: fc.constantFrom(null, ...verdicts),
  refusals: fc.nat(5),
  refusedSince: fc.option(fc.nat(9)),
  heldSince: fc.option(fc.nat(9)),
}) satisfies fc.Arbitrary<WallLock>;
const anyLocks = fc.uniqueArray(anyLock, { selector: ({ id }) => id, maxLength: 60 });

const isDrill = ({ resource, node }: WallLock) => resource.startsWith("drill:") || node?.startsWith("drill:");

test("the worst are those that sorting all of them would bring first, and the rest is counted", () => {
  fc.assert(
    fc.property(anyLocks, fc.integer({ min: 1, max: 12 }), (locks, most) => {
      const { real } = sumLocks(locks, most);
      const needing = locks.filter((lock) => !isDrill(lock) && attentionRank(lock.state, lock.verdict) < 6);
      expect(real.worst).toEqual(needing.toSorted(byAttention).slice(0, most));
      expect(real.needing).toBe(needing.length);
    }),
  );
});

test("each lock is counted once, in its own world", () => {
  fc.assert(
    fc.property(anyLocks, (locks) => {
      const { real, drill } = sumLocks(locks, 3);
      for (const { counts } of [real, drill]) {
        const { total, ...states } = counts;
        expect(Object.values(states).reduce((sum, some) => sum + some, 0)).toBe(total);
      }
      expect(real.counts.total).toBe(locks.filter((lock) => !isDrill(lock)).length);
      expect(real.counts.total + drill.counts.total).toBe(locks.length);
      expect(real.worst.some(isDrill)).toBe(false);
    }),
  );
});

test("HOT without an owner comes before HOT, before stale, before doubt", () => {
  const lock = (id: string, state: WallLock["state"], verdict: WallLock["verdict"], refusals = 0) => ({
    ...{ id, resource: id, node: null, refusedSince: null, heldSince: null },
    ...{ state, verdict, refusals },
  });
  const locks = [
    lock("held", "held", "live"),
    lock("doubt", "held", "suspect"),
    lock("stale", "held", "orphan"),
    lock("hot", "hot", "live", 3),
    lock("hotter", "hot", "live", 9),
    lock("orphan", "hot", "orphan"),
  ];
  const { real } = sumLocks(locks, 9);
  expect(real.worst.map(({ id }) => id)).toEqual(["orphan", "hotter", "hot", "stale", "doubt"]);
});
