import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareTimeline, type TimelineInput } from "./timeline-model.ts";

const t0 = Date.UTC(2026, 10, 23, 3, 0, 0);
const every = (stepMs: number, count: number, startMs = t0) =>
  Array.from({ length: count }, (_, i) => startMs + i * stepMs);

function input(
  over: Partial<TimelineInput["history"]> = {},
  life: Partial<TimelineInput> = {},
): TimelineInput {
  return {
    history: {
      from: t0,
      to: t0 + 600_000,
      raw: [],
      rawFrom: t0,
      minutes: [],
      rhythmMs: 2_000,
      ttlMs: 10_000,
      verdicts: [],
      blind: [],
      ...over,
    },
    ...life,
  };
}

describe("gaps", () => {
  it("are where a beat must be missing, and only there", () => {
    const raw = [...every(2_000, 30), ...every(2_000, 30, t0 + 120_000)];
    const model = prepareTimeline(input({ raw }), t0 + 179_000);
    expect(model.gaps[0]).toEqual({ fromMs: t0 + 58_000, toMs: t0 + 120_000, open: false });
    expect(model.count).toBe(60);
  });

  it("stay open while the silence lasts, and grow with the clock", () => {
    const frozen = input({ raw: every(2_000, 30), to: t0 + 58_000 });
    expect(prepareTimeline(frozen, t0 + 60_000).gaps).toEqual([]);
    expect(prepareTimeline(frozen, t0 + 90_000).gaps).toEqual([
      { fromMs: t0 + 58_000, toMs: t0 + 90_000, open: true },
    ]);
  });

  it("end with an owner that ended in good order", () => {
    const closed = input({ raw: every(2_000, 30) }, { closedAtMs: t0 + 59_000 });
    expect(prepareTimeline(closed, t0 + 600_000).gaps).toEqual([]);
  });

  it("are not claimed for times when nobody listened", () => {
    const raw = [...every(2_000, 30), ...every(2_000, 30, t0 + 300_000)];
    const blind = [{ from: t0 + 70_000, to: t0 + 300_000 }];
    const { gaps } = prepareTimeline(input({ raw, blind }), t0 + 359_000);
    expect(gaps[0]).toEqual({ fromMs: t0 + 58_000, toMs: t0 + 70_000, open: false });
    expect(gaps.filter((gap) => gap.fromMs >= t0 + 70_000 && gap.toMs <= t0 + 300_000)).toEqual([]);
  });

  it("are not claimed without a rhythm or a TTL", () => {
    expect(prepareTimeline(input({ raw: [t0], rhythmMs: null, ttlMs: null }), t0 + 9e6).gaps).toEqual([]);
  });

  it("before the first beat count from the owner's beginning, and never without one", () => {
    const raw = every(2_000, 30, t0 + 60_000);
    expect(prepareTimeline(input({ raw, to: t0 + 118_000 }), t0).gaps).toEqual([]);
    expect(prepareTimeline(input({ raw, to: t0 + 118_000 }, { openedAtMs: t0 - 1 }), t0).gaps).toEqual([
      { fromMs: t0, toMs: t0 + 60_000, open: false },
    ]);
  });

  it("show between folded minutes as between beats", () => {
    const minute = (n: number) => ({
      minuteAt: t0 + n * 60_000,
      count: 30,
      firstAt: t0 + n * 60_000,
      lastAt: t0 + n * 60_000 + 58_000,
      maxGapMs: 2_000,
    });
    const folded = input({ rawFrom: null, minutes: [minute(0), minute(1), minute(4)], to: t0 + 298_000 });
    const model = prepareTimeline(folded, t0 + 298_000);
    expect(model.gaps).toEqual([{ fromMs: t0 + 118_000, toMs: t0 + 240_000, open: false }]);
    expect(model.count).toBe(90);
    expect(model.lastBeatMs).toBe(t0 + 298_000);
  });

  it("never overlap, never hold a beat, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 200 }), (offsets) => {
        const raw = [...new Set(offsets)].sort((a, b) => a - b).map((offset) => t0 + offset);
        const { gaps } = prepareTimeline(input({ raw }), t0 + 600_000);
        gaps.forEach((gap, i) => {
          expect(gap.toMs - gap.fromMs).toBeGreaterThan(5_000);
          expect(gap.fromMs).toBeGreaterThanOrEqual(gaps[i - 1]?.toMs ?? 0);
          expect(raw.some((at) => at > gap.fromMs && at < gap.toMs)).toBe(false);
        });
      }),
    );
  });
});

describe("bands", () => {
  it("last from one verdict to the next, and live has none", () => {
    const verdicts = [
      { at: t0 - 5_000, verdict: "live" },
      { at: t0 + 70_000, verdict: "suspect" },
      { at: t0 + 90_000, verdict: "orphan" },
    ];
    expect(prepareTimeline(input({ verdicts }), t0).bands).toEqual([
      { fromMs: t0 + 70_000, toMs: t0 + 90_000, state: "suspect" },
      { fromMs: t0 + 90_000, toMs: t0 + 600_000, state: "orphan" },
    ]);
  });
});

it("knows an owner that was never seen from one that stopped", () => {
  const model = prepareTimeline(input(), t0);
  expect(model.lastBeatMs).toBeNull();
  expect(model.count).toBe(0);
});
