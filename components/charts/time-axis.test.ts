import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeTicks } from "./time-axis.ts";

const at = Date.UTC(2026, 10, 23, 3, 12, 7);

describe("timeTicks", () => {
  it("stands on round moments, in UTC", () => {
    expect(timeTicks(at, at + 60 * 60_000, 5).map((tick) => tick.label)).toEqual([
      "03:15",
      "03:30",
      "03:45",
      "04:00",
    ]);
    expect(timeTicks(at, at + 20_000, 5).map((tick) => tick.label)).toEqual([
      "03:12:10",
      "03:12:15",
      "03:12:20",
      "03:12:25",
    ]);
  });

  it("names the day at midnight", () => {
    const labels = timeTicks(Date.UTC(2026, 10, 22, 22), Date.UTC(2026, 10, 23, 2), 6).map((t) => t.label);
    expect(labels).toEqual(["22:00", "23:00", "11-23", "01:00", "02:00"]);
  });

  it("never gives more than asked, nor one outside", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.integer({ min: 1, max: 1e11 }),
        fc.integer({ min: 1, max: 20 }),
        (fromMs, spanMs, max) => {
          const ticks = timeTicks(fromMs, fromMs + spanMs, max);
          expect(ticks.length).toBeLessThanOrEqual(max + 1);
          for (const tick of ticks) {
            expect(tick.atMs).toBeGreaterThanOrEqual(fromMs);
            expect(tick.atMs).toBeLessThanOrEqual(fromMs + spanMs);
          }
        },
      ),
    );
  });
});
