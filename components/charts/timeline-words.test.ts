import { describe, expect, it } from "vitest";
import { prepareTimeline } from "./timeline-model.ts";
import { beatIndexAt, describeTimeline, noBeatWords, readAt } from "./timeline-words.ts";

const t0 = Date.UTC(2026, 10, 23, 3, 12, 0);
const history = {
  from: t0,
  to: t0 + 120_000,
  raw: [0, 2_000, 4_000, 64_000].map((offset) => t0 + offset),
  rawFrom: t0,
  minutes: [],
  rhythmMs: 2_000,
  ttlMs: 10_000,
  verdicts: [{ at: t0 + 20_000, verdict: "suspect" }],
  blind: [],
};
const model = prepareTimeline(
  { history, marks: [{ atMs: t0 + 8_000, severity: "critical", text: "kernel panic" }] },
  t0 + 120_000,
);

describe("readAt", () => {
  it("tells a beat from a gap", () => {
    expect(readAt(model, t0 + 2_100, 200, "utc")).toBe("03:12:02 UTC · beat, 2s after the one before");
    expect(readAt(model, t0 + 30_000, 200, "utc")).toBe("03:12:30 UTC · no beat for 1m 00s · suspect");
    expect(readAt(model, t0 + 100_000, 200, "utc")).toContain("no beat for 56s, and counting");
  });

  it("says what happened", () => {
    expect(readAt(model, t0 + 8_100, 200, "utc")).toContain("kernel panic");
  });
});

describe("describeTimeline", () => {
  it("says counts, last beat, longest gap, verdicts and events", () => {
    expect(describeTimeline(model, "utc")).toBe(
      "Heartbeats from 2026-11-23 03:12:00 UTC to 2026-11-23 03:14:00 UTC: 4. " +
        "Last beat at 2026-11-23 03:13:04 UTC. Gaps: 2; the longest lasts 1m 00s from 03:12:04. " +
        "Suspect from 03:12:20. 03:12:08: kernel panic.",
    );
  });

  it("knows never seen", () => {
    const never = prepareTimeline({ history: { ...history, raw: [] } }, t0);
    expect(describeTimeline(never, "utc")).toContain("never seen to beat");
  });

  it("does not call never seen whose last beat came before what is shown", () => {
    const silent = prepareTimeline({ history: { ...history, raw: [] }, lastKnownBeatMs: t0 - 60_000 }, t0);
    expect(describeTimeline(silent, "utc")).toContain(
      "none. The last beat came before, at 2026-11-23 03:11:00",
    );
    expect(readAt(silent, t0 + 1_000, 200, "utc")).toContain("no beat for 3m 00s, and counting");
  });
});

describe("noBeatWords", () => {
  const silence = (lastKnownBeatMs: number | null) =>
    prepareTimeline(
      { history: { ...history, raw: [] }, ...(lastKnownBeatMs !== null && { lastKnownBeatMs }) },
      t0,
    );

  it("says in one line since when and for how long, shorter where there is less room", () => {
    expect(noBeatWords(silence(t0 - 60_000), "utc")).toEqual([
      "Last beat 2026-11-23 03:11:00 UTC, before what is shown · no beat for 3m 00s, and counting",
      "Last beat 03:11:00 · no beat for 3m 00s, and counting",
      "no beat for 3m 00s",
    ]);
  });

  it("does not say of one that was never seen how long it is silent", () => {
    expect(noBeatWords(silence(null), "utc")[0]).toBe("Never seen: no beat has arrived");
  });
});

it("beatIndexAt finds the last beat at or before", () => {
  expect(beatIndexAt([], 5)).toBe(-1);
  expect(beatIndexAt([5, 7], 4)).toBe(-1);
  expect(beatIndexAt([5, 7], 5)).toBe(0);
  expect(beatIndexAt([5, 7], 9)).toBe(1);
});
