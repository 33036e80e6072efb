import fc from "fast-check";
import { expect, test } from "vitest";
import { isNight, pageAt, shiftAt, shiftStepMs, wallPages } from "./picture-time.ts";
import { readWallOptions } from "./wall-options.ts";

const anyTime = fc.integer({ min: 0, max: 4e12 });

test("the picture moves by a unit at most, and stays within its margin", () => {
  fc.assert(
    fc.property(anyTime, (nowMs) => {
      const [now, next] = [shiftAt(nowMs), shiftAt(nowMs + shiftStepMs)];
      expect(Math.max(Math.abs(now.x), Math.abs(now.y))).toBeLessThanOrEqual(12);
      expect(Math.abs(next.x - now.x)).toBeLessThanOrEqual(1);
      expect(Math.abs(next.y - now.y)).toBeLessThanOrEqual(1);
      // It rests in a corner for one step.
      expect(shiftAt(nowMs + 2 * shiftStepMs)).not.toEqual(now);
    }),
  );
});

test("in four hours every place of the square was taken, so no edge lights the same pixel for ever", () => {
  const places = new Set<string>();
  for (let step = 0; step < 625; step += 1) places.add(JSON.stringify(shiftAt(step * shiftStepMs)));
  expect(places.size).toBe(625);
  expect(625 * shiftStepMs).toBeLessThan(4 * 3_600_000);
});

test("pages turn while it is calm, beginning with the overview, and never else", () => {
  fc.assert(
    fc.property(anyTime, fc.integer({ min: 5_000, max: 60_000 }), (nowMs, everyMs) => {
      expect(pageAt({ calmSince: null, nowMs, everyMs })).toBe("overview");
      expect(pageAt({ calmSince: nowMs, nowMs, everyMs })).toBe("overview");
      expect(pageAt({ calmSince: nowMs, nowMs: nowMs + 10 * everyMs, everyMs: 0 })).toBe("overview");
      const turned = wallPages.map((_, turn) =>
        pageAt({ calmSince: nowMs, nowMs: nowMs + turn * everyMs, everyMs }),
      );
      expect(turned).toEqual(wallPages);
    }),
  );
});

test("a night goes over midnight, or does not; none at all begins and ends at one hour", () => {
  const night = { fromHour: 21, toHour: 6 };
  expect([20.9, 21, 23.9, 0, 5.9, 6, 12].map((hour) => isNight(hour, night))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(isNight(3, { fromHour: 1, toHour: 4 })).toBe(true);
  expect(isNight(5, { fromHour: 5, toHour: 5 })).toBe(false);
});

test("an address says what it says, and nonsense is as if it were not there", () => {
  const read = (address: string) => readWallOptions((name) => new URLSearchParams(address).get(name));
  const usual = { dim: "auto", night: { fromHour: 21, toHour: 6 }, rotateMs: 30_000 };
  expect(read("")).toEqual(usual);
  expect(read("dim=maybe&night=29-x&rotate=soon")).toEqual(usual);
  expect(read("dim=on&night=22-7&rotate=0")).toEqual({
    dim: "on",
    night: { fromHour: 22, toHour: 7 },
    rotateMs: 0,
  });
  expect(read("rotate=1").rotateMs).toBe(5_000);
});
