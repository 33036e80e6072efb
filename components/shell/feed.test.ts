import { describe, expect, it } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { dataAgeMs, feedLevel, feedWords } from "./feed.ts";

describe("feedLevel", () => {
  it.each([
    [null, "waiting"],
    [0, "fresh"],
    [5_000, "fresh"],
    [5_001, "late"],
    [15_000, "late"],
    [15_001, "stale"],
  ] as const)("of data %s ms old is %s", (ageMs, level) => {
    expect(feedLevel(ageMs)).toBe(level);
  });
});

describe("feedWords", () => {
  it("never says live of data past its limit or of a cut connection", () => {
    expect(feedWords("open", 3_400)).toBe("Live · 3s");
    expect(feedWords("open", 5_400)).toBe("Late · 5s old");
    expect(feedWords("open", 16_000)).toBe("Stale · 16s old");
    expect(feedWords("retrying", 1_000)).toBe("Reconnecting · 1s old");
    expect(feedWords("retrying", null)).toBe("No connection");
  });
});

describe("the age of what is on the screen", () => {
  const heard = { lastFrameAt: 5_000, heardMonoMs: 70 };
  const nothing = { lastFrameAt: null, heardMonoMs: 0 };

  it("counts from the last frame", () => {
    expect(dataAgeMs(heard, 1_000, 9_000, 4_070)).toBe(4_000);
    expect(dataAgeMs({ ...heard, lastFrameAt: 9_500 }, 1_000, 9_000, 70)).toBe(0);
  });

  it("believes the clock that says more: after a sleep the wall clock, after it was set back the other", () => {
    expect(dataAgeMs(heard, 1_000, 3_605_000, 1_070)).toBe(3_600_000);
    expect(dataAgeMs(heard, 1_000, -3_595_000, 16_170)).toBe(16_100);
  });

  it("when no frame ever came, a page is waiting at first and stale in the end, never fresh for ever", () => {
    const at = (ms: number) => feedLevel(dataAgeMs(nothing, 1_000, 1_000 + ms, ms));
    expect(at(0)).toBe("waiting");
    expect(at(limits.feedStaleMs)).toBe("waiting");
    expect(at(limits.feedStaleMs + 1)).toBe("stale");
    expect(feedWords("retrying", dataAgeMs(nothing, 1_000, 61_000, 60_000))).toBe("Stale · 60s old");
  });
});
