import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Guarding, loseGuardian, nothingSeen, type SeenLock, seeLock } from "./guarding.ts";

const returnMs = 4_000;
const holder = { ownerId: "ses_guardian", node: "drill:node-7", service: "g", command: null, pid: null };
const held = { state: "held", verdict: "live", epoch: 4, holder, lastBeatAt: 1_000 } as const;
const see = (before: Guarding, row: SeenLock | null, nowMs = 0) => seeLock(before, row, { nowMs, returnMs });
const lost = loseGuardian(see(nothingSeen, held), 4);

/** Looks at it every second; `beats`: how long each beat has been there. */
function looks(before: Guarding, rows: readonly SeenLock[], fromMs = 0): (boolean | null)[] {
  let guarding = before;
  return rows.map((row, second) => {
    guarding = see(guarding, row, fromMs + second * 1_000);
    return guarding.guarded;
  });
}
const beating = (seconds: number, from = 10_000): SeenLock[] =>
  Array.from({ length: seconds }, (_, second) => ({ ...held, lastBeatAt: from + second * 1_000 }));

describe("what the fleet makes of the lock", () => {
  test("nothing before somebody held it, and nothing of a verdict that nobody can give", () => {
    expect(see(nothingSeen, null).guarded).toBe(null);
    expect(see(nothingSeen, { ...held, verdict: "orphan" }).guarded).toBe(null);
    const guarded = see(nothingSeen, held);
    expect(guarded.guarded).toBe(true);
    expect(see(guarded, { ...held, verdict: "unknown" })).toBe(guarded);
  });

  test.each(["suspect", "orphan", "ghost"] as const)("a %s owner guards nothing", (verdict) => {
    expect(see(see(nothingSeen, held), { ...held, state: "hot", verdict }).guarded).toBe(false);
  });

  test.each(["free", "quarantined"] as const)("a %s lock is guarded by nobody", (state) => {
    const row = { ...held, state, verdict: null, epoch: 5, holder: null, lastBeatAt: null };
    expect(see(see(nothingSeen, held), row).guarded).toBe(false);
  });

  test("once its guardian is lost, one with a higher epoch is trusted at once", () => {
    expect(see(lost, held).guarded).toBe(false);
    expect(see(lost, { ...held, epoch: 5, state: "hot" }).guarded).toBe(true);
  });

  test("a guardian that was only suspect for a moment, or not yet, is trusted under a higher epoch as well", () => {
    const young = see(lost, { ...held, epoch: 5, verdict: "suspect" });
    expect(young.guarded).toBe(false);
    expect(see(young, { ...held, epoch: 5 }).guarded).toBe(true);
  });
});

describe("a guardian that comes back under its old epoch", () => {
  test("is trusted when its beats came for a while without a break, and stays so", () => {
    expect(looks(lost, beating(7))).toEqual([false, false, false, false, true, true, true]);
  });

  test("so is one whom nobody had declared lost, but whose verdict said so", () => {
    const silent = see(see(nothingSeen, held), { ...held, state: "hot", verdict: "suspect" });
    expect(looks(silent, beating(5))).toEqual([false, false, false, false, true]);
  });

  test("can be lost again, and come back again", () => {
    let guarding = lost;
    for (const [second, row] of beating(5).entries()) guarding = see(guarding, row, second * 1_000);
    expect(guarding.guarded).toBe(true);
    const again = see(guarding, { ...held, state: "hot", verdict: "suspect" }, 6_000);
    expect(again.guarded).toBe(false);
    expect(looks(again, beating(5, 20_000), 7_000).at(-1)).toBe(true);
    expect(looks(loseGuardian(guarding, 4), beating(2, 20_000), 7_000)).toEqual([false, false]);
  });

  test("is not trusted for a verdict that is late: a session that is silent counts as alive for a while", () => {
    const silent = Array.from({ length: 60 }, () => held);
    expect(new Set(looks(lost, silent))).toEqual(new Set([false]));
    // The last beat was on its way when it died.
    const late = [held, ...Array.from({ length: 60 }, () => ({ ...held, lastBeatAt: 2_000 }))];
    expect(new Set(looks(lost, late))).toEqual(new Set([false]));
  });

  test.each(["suspect", "unknown"] as const)("begins anew after each %s in between", (verdict) => {
    const waver = beating(30).map((row, second) => (second % 4 === 3 ? { ...row, verdict } : row));
    expect(new Set(looks(lost, waver))).toEqual(new Set([false]));
  });

  test("has to be the same one all the time", () => {
    const others = beating(30).map((row, second) => ({
      ...row,
      holder: { ...holder, ownerId: `ses_${second % 3}` },
    }));
    expect(new Set(looks(lost, others))).toEqual(new Set([false]));
  });

  test("the dead one of the story never counts as back, whatever its verdict does, until there is a higher epoch", () => {
    const verdict = fc.constantFrom("live", "suspect", "orphan", "ghost", "unknown");
    const row = fc.record({ verdict, hot: fc.boolean(), stepMs: fc.nat(20_000), lateBeat: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 100 }), (rows) => {
        let guarding = lost;
        let nowMs = 0;
        let lastBeatAt = 1_000;
        for (const { verdict, hot, stepMs, lateBeat } of rows) {
          nowMs += stepMs;
          if (lateBeat) lastBeatAt = 1_300;
          guarding = see(
            guarding,
            { ...held, state: hot ? "hot" : "held", verdict: verdict as "live", lastBeatAt },
            nowMs,
          );
          expect(guarding.guarded).toBe(false);
        }
        expect(see(guarding, { ...held, epoch: 5 }, nowMs).guarded).toBe(true);
      }),
    );
  });
});
