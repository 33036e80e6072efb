import fc from "fast-check";
import { expect, test } from "vitest";
import { layStrip } from "./beat-strip.ts";

const view = { toMs: 200_000, spanMs: 100_000 };
const facts = { beats: [] as number[], lastBeatAt: null, missedAfterMs: 5_000, toldUntil: 200_000 };
const every = (stepMs: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / stepMs) + 1 }, (_, i) => from + i * stepMs);

test("a tick for each beat and for nothing else, in its place", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 250_000 })), (times) => {
      const beats = times.toSorted((a, b) => a - b);
      const { ticks } = layStrip({ ...facts, beats }, view);
      const inside = beats.filter((at) => at >= 100_000 && at <= 200_000);
      expect(ticks).toEqual(inside.map((at) => (at - 100_000) / 100_000));
    }),
  );
});

test("without a new beat the strip moves on empty: it is frozen, and the gap grows", () => {
  const beats = every(2_000, 100_000, 150_000);
  const { frozen, gaps, last } = layStrip({ ...facts, beats, lastBeatAt: 150_000 }, view);
  expect(frozen).toBe(true);
  expect(gaps).toEqual([{ from: 0.5, to: 1 }]);
  expect(last).toEqual({ atMs: 150_000, place: 0.5 });
  const later = layStrip(
    { ...facts, beats, lastBeatAt: 150_000, toldUntil: 400_000 },
    { ...view, toMs: 400_000 },
  );
  expect(later.ticks).toEqual([]);
  expect(later.gaps).toEqual([{ from: 0, to: 1 }]);
  expect(later.last?.place).toBeLessThan(0);
});

test("what the server has not told yet is neither a beat nor a silence", () => {
  const beats = every(2_000, 100_000, 160_000);
  const strip = layStrip({ ...facts, beats, lastBeatAt: 160_000, toldUntil: 161_000 }, view);
  expect(strip.frozen).toBe(false);
  expect(strip.gaps).toEqual([]);
  expect(strip.unknownFrom).toBe(0.61);
});

test("a gap between two beats is shown, a beat in time is not; who never beat is not frozen", () => {
  const beats = [...every(2_000, 100_000, 120_000), ...every(2_000, 150_000, 200_000)];
  expect(layStrip({ ...facts, beats, lastBeatAt: 200_000 }, view)).toMatchObject({
    frozen: false,
    gaps: [{ from: 0.2, to: 0.5 }],
  });
  expect(layStrip(facts, view)).toMatchObject({ frozen: false, last: null, ticks: [] });
});
