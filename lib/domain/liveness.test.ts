import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import {
  addInterval,
  newRhythm,
  phi,
  promisedIntervalMs,
  rhythmMs,
  rhythmWindow,
  suspectAfterMs,
} from "./liveness.ts";

function rhythmOf(intervals: readonly number[], promisedMs = 1_000) {
  const rhythm = newRhythm(promisedMs);
  for (const interval of intervals) addInterval(rhythm, interval);
  return rhythm;
}

const repeat = (interval: number, times: number) => Array.from({ length: times }, () => interval);

describe("an owner that beats in its own rhythm", () => {
  test("is never suspect, however its beats jitter by up to two fifths", () => {
    const owner = fc.record({
      beatMs: fc.integer({ min: 20, max: 600_000 }),
      jitter: fc.array(fc.double({ min: -0.4, max: 0.4, noNaN: true }), { minLength: 6, maxLength: 200 }),
    });
    fc.assert(
      fc.property(owner, ({ beatMs, jitter }) => {
        const rhythm = newRhythm(beatMs);
        for (const part of jitter) {
          const interval = beatMs * (1 + part);
          expect(phi(rhythm, interval)).toBeLessThan(limits.suspectPhi);
          addInterval(rhythm, interval);
        }
      }),
    );
  });

  test("is not suspect when it rests as long as it has regularly rested before", () => {
    const rhythm = rhythmOf(Array.from({ length: 60 }, (_, i) => (i % 10 === 9 ? 4_000 : 500)));
    expect(suspectAfterMs(rhythm)).toBeGreaterThan(4_000);
  });

  test("is suspect a few beats after it fell silent, long before its TTL", () => {
    const rhythm = rhythmOf(repeat(2_000, 20), promisedIntervalMs(limits.agentTtlMs));
    expect(phi(rhythm, 4_000)).toBeLessThan(limits.suspectPhi);
    expect(phi(rhythm, 5_000)).toBeGreaterThanOrEqual(limits.suspectPhi);
    expect(rhythmMs(rhythm)).toBe(2_000);
  });
});

describe("an owner that changes its rhythm", () => {
  test("to a slower and regular one is adapted to", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 5_000 }), fc.integer({ min: 2, max: 50 }), (before, times) => {
        const rhythm = rhythmOf(repeat(before, 100), before);
        for (let i = 0; i < rhythmWindow; i += 1) addInterval(rhythm, before * times);
        expect(phi(rhythm, before * times)).toBeLessThan(limits.suspectPhi);
      }),
    );
  });

  test("to a faster one is adapted to: silence is noticed sooner", () => {
    const rhythm = rhythmOf([...repeat(10_000, 64), ...repeat(1_000, 64)], 10_000);
    expect(suspectAfterMs(rhythm)).toBeLessThan(3_000);
  });

  test("by one long pause does not get away with the next one unnoticed", () => {
    const rhythm = rhythmOf([...repeat(1_000, 63), 600_000]);
    expect(suspectAfterMs(rhythm)).toBeLessThan(10_000);
  });
});

describe("before the rhythm is known", () => {
  test("the promise counts, one lost beat is forgiven, and suspicion comes before the TTL", () => {
    const ttlMs = limits.sessionTtlDefaultMs;
    const rhythm = newRhythm(promisedIntervalMs(ttlMs));
    expect(rhythmMs(rhythm)).toBeNull();
    expect(phi(rhythm, 2 * promisedIntervalMs(ttlMs))).toBeLessThan(limits.suspectPhi);
    expect(phi(rhythm, ttlMs)).toBeGreaterThanOrEqual(limits.suspectPhi);
  });
});

test("suspicion only grows with silence, and the closed form agrees with φ", () => {
  const intervals = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { maxLength: 150 });
  fc.assert(
    fc.property(intervals, fc.nat(10_000_000), fc.nat(10_000_000), (past, a, b) => {
      const rhythm = rhythmOf(past);
      const [short, long] = a < b ? [a, b] : [b, a];
      expect(phi(rhythm, short)).toBeLessThanOrEqual(phi(rhythm, long));
      expect(Number.isFinite(phi(rhythm, long))).toBe(true);
      const after = suspectAfterMs(rhythm);
      expect(phi(rhythm, after + 1)).toBeGreaterThanOrEqual(limits.suspectPhi);
      expect(phi(rhythm, after - 1)).toBeLessThan(limits.suspectPhi);
    }),
  );
});

test("φ means what it says: 1 is a chance of one in ten, 3 one in a thousand", () => {
  // Quantiles of the normal distribution; mean 10 s, deviation floored at a quarter of it.
  const rhythm = rhythmOf(repeat(10_000, 64), 10_000);
  expect(phi(rhythm, 10_000 + 1.2816 * 2_500)).toBeCloseTo(1, 1);
  expect(phi(rhythm, 10_000 + 3.0902 * 2_500)).toBeCloseTo(3, 1);
});
