import { expect, test } from "vitest";
import { compare, median, within } from "./stats.ts";

test("median of odd and even lists", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test("a time is met at or below its goal, a rate at or above it, and a missing peer meets nothing", () => {
  const time = { measure: "m", ours: 3, peer: 10, peerName: "p", unit: "ms", atMost: 0.3 };
  expect(compare(time).met).toBe(true);
  expect(compare({ ...time, ours: 4 }).met).toBe(false);
  const rate = { measure: "m", ours: 20, peer: 10, peerName: "p", unit: "/s", atLeast: 2 };
  expect(compare(rate).met).toBe(true);
  expect(compare({ ...rate, ours: 19 }).met).toBe(false);
  expect(compare({ ...rate, peer: null })).toMatchObject({ ratio: null, met: null, peer: "p: missing" });
});

test("a value without a peer is held against its bound", () => {
  const weight = { measure: "m", ours: 200, unit: "kB", atMost: 200, note: "" };
  expect(within(weight)).toMatchObject({
    ours: "200.0 kB",
    peer: "–",
    ratio: null,
    reach: "≤ 200 kB",
    met: true,
  });
  expect(within({ ...weight, ours: 200.1 }).met).toBe(false);
});
