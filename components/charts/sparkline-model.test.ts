import { describe, expect, it } from "vitest";
import { prepareSparkline, sparklineWindowMs } from "./sparkline-model.ts";

const now = 1_000_000;
const box = { nowMs: now, windowMs: 60_000, width: 121, height: 20 };
const rhythm = { rhythmMs: 2_000, ttlMs: 10_000 };
const every2s = Array.from({ length: 40 }, (_, i) => now - 78_000 + i * 2_000);

describe("prepareSparkline", () => {
  it("draws one tick a beat inside the window", () => {
    const model = prepareSparkline(every2s, rhythm, box);
    expect(model.shown).toBe(31);
    expect(model.ticks.match(/M/g)).toHaveLength(31);
    expect(model.silences).toBe("");
    expect(model.pulse).toBe("steady");
    expect(model.lastX).toBe(120);
  });

  it("is late once a beat is missing, and shows the silence up to now", () => {
    const model = prepareSparkline(every2s, rhythm, { ...box, nowMs: now + 30_000 });
    expect(model.pulse).toBe("late");
    expect(model.silences).toBe("M62 18H119");
  });

  it("shows a silence that ended, from the window's edge when it began before", () => {
    const model = prepareSparkline([now - 90_000, now - 30_000], rhythm, box);
    expect(model.silences).toBe("M2 18H59M62 18H119");
  });

  it("does not call an owner late whose rhythm is not known", () => {
    expect(prepareSparkline([1], { rhythmMs: null, ttlMs: null }, box).pulse).toBe("steady");
  });

  it("knows never from late", () => {
    expect(prepareSparkline([], rhythm, box)).toMatchObject({ pulse: "never", lastX: null, shown: 0 });
  });

  it("puts beats that share a pixel on one tick", () => {
    const burst = Array.from({ length: 1_000 }, (_, i) => now - i).reverse();
    const model = prepareSparkline(burst, rhythm, box);
    expect(model.ticks.match(/M/g)?.length).toBeLessThanOrEqual(5);
  });
});

it("the window follows the rhythm within bounds", () => {
  expect(sparklineWindowMs(null)).toBe(60_000);
  expect(sparklineWindowMs(500)).toBe(60_000);
  expect(sparklineWindowMs(10_000)).toBe(300_000);
  expect(sparklineWindowMs(86_400_000)).toBe(3_600_000);
});
