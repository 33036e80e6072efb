import { describe, expect, it } from "vitest";
import { feedLevel, feedWords } from "./feed.ts";

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
