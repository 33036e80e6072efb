import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatBeside,
  formatDuration,
  formatInstant,
  formatShort,
  zoneName,
} from "./format-time.ts";

const at = Date.UTC(2026, 10, 23, 3, 12, 7);

describe("formatDuration", () => {
  it.each([
    [0, "0ms"],
    [-5, "0ms"],
    [240, "240ms"],
    [12_900, "12s"],
    [187_000, "3m 07s"],
    [7_500_000, "2h 05m"],
    [367_200_000, "4d 6h"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("never rounds up: what is shown has passed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
        const units: Record<string, number> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
        const shown = [...formatDuration(ms).matchAll(/(\d+)(ms|s|m|h|d)/g)];
        const sum = shown.reduce((total, [, n, unit]) => total + Number(n) * (units[unit ?? ""] ?? 0), 0);
        expect(sum).toBeLessThanOrEqual(ms);
      }),
    );
  });
});

describe("formatAgo", () => {
  it("tells past from future, and neither from now", () => {
    expect(formatAgo(at - 12_000, at)).toBe("12s ago");
    expect(formatAgo(at - 400, at)).toBe("now");
    expect(formatAgo(at + 12_000, at)).toBe("in 12s");
  });

  it("never says that something ahead is nearer than it is", () => {
    expect(formatAgo(at + 12_400, at)).toBe("in 13s");
  });
});

describe("absolute times", () => {
  it("are UTC unless asked otherwise", () => {
    expect(formatInstant(at)).toBe("2026-11-23 03:12:07 UTC");
    expect(zoneName(at)).toBe("UTC");
  });

  it("are short in a column, and still say which moment", () => {
    expect(formatShort(at, at + 3_600_000)).toBe("03:12:07Z");
    expect(formatShort(at, at + 86_400_000)).toBe("11-23 03:12Z");
    expect(formatShort(at, at + 60 * 86_400_000)).toBe("2026-11-23");
  });

  it("drop the day only while it is obvious", () => {
    expect(formatBeside(at, at + 3_600_000)).toBe("03:12:07 UTC");
    expect(formatBeside(at, at + 86_400_000)).toBe("2026-11-23 03:12:07 UTC");
  });
});
