import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BeatRing, endMinute, type MinuteFold, mergeMinutes, minuteCells, noteBeat } from "./beats.ts";
import { limits } from "./limits.ts";

describe("the ring", () => {
  test("keeps the newest beats, exactly and in order", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 3 * limits.beatRingSize }),
        (startMs, gaps) => {
          const ring = new BeatRing();
          let nowMs = Math.floor(startMs);
          const all = gaps.map((gap) => {
            nowMs += gap;
            ring.push(nowMs);
            return nowMs;
          });
          expect(ring.times()).toEqual(all.slice(-limits.beatRingSize));
          expect(ring.count).toBe(Math.min(all.length, limits.beatRingSize));
        },
      ),
      { numRuns: 30 },
    );
  });

  test("survives months of silence", () => {
    const ring = new BeatRing();
    const times = [5, 1_005, 3e9, 3e9 + 1_000, 9e9, 9e9 + 7];
    for (const time of times) ring.push(time);
    expect(ring.times()).toEqual([9e9, 9e9 + 7]);
    for (let i = 0; i < 100; i += 1) ring.push(9e9 + 10 + i);
    expect(ring.times()).toHaveLength(102);
  });

  test("a clock that is read twice in one millisecond, or runs backwards, breaks nothing", () => {
    const ring = new BeatRing();
    for (const time of [100, 100, 40]) ring.push(time);
    expect(ring.times()).toEqual([100, 100, 100]);
  });
});

function foldAll(times: readonly number[]): MinuteFold[] {
  const open = { cells: new Float64Array(minuteCells), at: 0 };
  let before: number | null = null;
  const folds = times.map((at) => {
    const over = noteBeat(open, at, before === null ? 0 : at - before);
    before = at;
    return over;
  });
  return [...folds, endMinute(open)].filter((fold) => fold !== null);
}

describe("minutes", () => {
  test("a minute without a beat has no row, and the silence inside a minute is kept", () => {
    const folds = foldAll([1_000, 2_000, 31_000, 200_000]);
    expect(folds).toEqual([
      { minuteAt: 0, count: 3, firstAt: 1_000, lastAt: 31_000, maxGapMs: 29_000 },
      { minuteAt: 180_000, count: 1, firstAt: 200_000, lastAt: 200_000, maxGapMs: 0 },
    ]);
  });

  test("flushed in any number of parts, restarts included, they add up to the same", () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(gaps, fc.array(fc.nat(80), { maxLength: 10 }), (steps, cutsAt) => {
        let at = 1_700_000_000_000;
        const times = steps.map((gap) => {
          at += gap;
          return at;
        });
        const cuts = [0, ...cutsAt.sort((a, b) => a - b), times.length];
        const parts = cuts.slice(1).flatMap((cut, i) => foldAll(times.slice(cuts[i], cut)));
        expect(mergeMinutes(parts)).toEqual(foldAll(times));
        expect(mergeMinutes(parts.toReversed())).toEqual(foldAll(times));
      }),
    );
  });
});
