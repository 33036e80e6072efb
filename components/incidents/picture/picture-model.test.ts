import { describe, expect, it } from "vitest";
import type { IncidentPicture } from "#lib/contract/incidents.ts";
import { preparePicture } from "./picture-model.ts";
import {
  fleetWords,
  readAll,
  readBeats,
  readFleet,
  readMark,
  readRefusals,
  readSpan,
} from "./picture-read.ts";
import { describePicture } from "./picture-words.ts";

const s = 1_000;
const t0 = Date.UTC(2026, 10, 23, 3, 12);
const beats = (raw: number[]): IncidentPicture["owners"][number]["beats"] => ({
  ownerId: "ses_1",
  from: t0 - 60 * s,
  to: t0 + 60 * s,
  raw,
  rawFrom: t0 - 60 * s,
  minutes: [],
  blind: [],
  verdicts: [{ at: t0 + 10 * s, verdict: "orphan" }],
  rhythmMs: 2 * s,
  ttlMs: 10 * s,
});

function picture(change: Partial<IncidentPicture> = {}): IncidentPicture {
  return {
    from: t0 - 60 * s,
    to: t0 + 60 * s,
    serverAt: t0 + 60 * s,
    openedAt: t0,
    mitigatedAt: null,
    resolvedAt: null,
    owners: [
      {
        ownerId: "ses_1",
        label: "guardian on node-7",
        role: "guardian",
        beats: beats(Array.from({ length: 20 }, (_, i) => t0 - 40 * s + i * 2 * s)),
      },
      {
        ownerId: "ses_2",
        label: "watchdog",
        role: "watchdog",
        beats: { ...beats([]), ownerId: "ses_2", verdicts: [] },
      },
    ],
    refusals: { bucketMs: 10 * s, buckets: [{ at: t0, count: 12 }] },
    fleet: [
      { at: t0 - 30 * s, nodes: { up: 48 } },
      { at: t0 + 20 * s, nodes: { up: 7, halted: 41, odd: 3 } },
    ],
    operations: [
      {
        id: "op_1",
        kind: "clear",
        title: "Clear `aim_lock_config.conf`",
        spans: [
          { state: "waiting", from: t0 + 30 * s, to: t0 + 40 * s },
          { state: "holding", from: t0 + 40 * s, to: null },
        ],
      },
    ],
    marks: [{ at: t0, kind: "kernel", severity: "critical", text: "panic in `lockd`" }],
    ...change,
  };
}

describe("the picture", () => {
  const model = preparePicture(picture(), t0 + 70 * s);

  it("ends now while it goes on, and where it ended when it is over", () => {
    expect(model.bounds.toMs).toBe(t0 + 70 * s);
    const over = preparePicture(picture({ serverAt: t0 + 900 * s }), t0 + 900 * s);
    expect([over.live, over.bounds.toMs]).toEqual([false, t0 + 60 * s]);
    expect(over.operations[0]?.spans.at(-1)?.toMs).toBe(t0 + 60 * s);
  });

  it("tells zero from what nobody counted", () => {
    expect(readRefusals(model, t0 - 50 * s)).toBeNull();
    expect(readFleet(model, t0 - 50 * s)).toBeNull();
    expect(readRefusals(model, t0 - 20 * s)).toBe(0);
    expect(readRefusals(model, t0 + 9 * s)).toBe(12);
  });

  it("holds each count of nodes until the next one, the gravest first, without states that it cannot draw", () => {
    expect(readFleet(model, t0 + 19 * s)).toEqual([
      { state: "halted", count: 0 },
      { state: "up", count: 48 },
    ]);
    expect(fleetWords(readFleet(model, t0 + 65 * s) ?? [])).toBe("41 halted, 7 up");
  });

  it("knows beating, silent and never seen apart", () => {
    const [guardian, watchdog] = model.owners;
    if (guardian === undefined || watchdog === undefined) throw new Error("two owners");
    expect(readBeats(guardian.model, t0 - 55 * s, 10)).toBe("not seen yet");
    expect(readBeats(guardian.model, t0 - 39 * s, 10)).toBe("beats");
    expect(readBeats(guardian.model, t0 + 50 * s, 10)).toMatch(/^no beat for .*, and counting · orphan$/);
    expect(readBeats(watchdog.model, t0, 10)).toBe("never seen to beat");
  });

  it("says what an operation did then, in the word of the span", () => {
    const spans = model.operations[0]?.spans ?? [];
    expect([t0, t0 + 35 * s, t0 + 65 * s].map((at) => readSpan(spans, at))).toEqual([
      null,
      "Waiting",
      "Holding",
    ]);
  });

  it("finds the marks that are near, the gravest first, and none further off", () => {
    const paged = { at: t0 + 100, kind: "acknowledgement", severity: "info", text: "paged" } as const;
    const both = preparePicture(picture({ marks: [paged, ...picture().marks] }), t0 + 70 * s);
    expect(readMark(both, t0 + 100, s)).toBe("panic in lockd · paged");
    expect(readMark(model, t0 + 900, s)).toBe("panic in lockd");
    expect(readMark(model, t0 + 2 * s, s)).toBeNull();
  });

  it("is told in words: at one moment, and as a whole", () => {
    const now = readAll(model, t0 + 5 * s, s, "utc");
    expect(now).toContain("03:12:05 UTC, 5s after it opened");
    expect(now).toContain("12 refusals in 10s");
    expect(readAll(model, t0 - 55 * s, s, "utc")).toContain("refusals not known. fleet not known");
    const words = describePicture(model, "utc").map(({ text }) => text);
    expect(words).toContain("Refusals: 12, at most 12 in 10s at 03:12:00. Not known: 03:11:00 to 03:11:30.");
    expect(words.join(" ")).toContain("at the end 41 halted, 7 up. Fewest up: 7 at 03:12:20.");
    expect(words.join(" ")).toContain("Clear aim_lock_config.conf: waiting from 03:12:30 for 10s");
  });
});
