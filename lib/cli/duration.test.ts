import { expect, test } from "vitest";
import { parseDuration } from "./duration.ts";
import { Failure } from "./failure.ts";

const range = { minMs: 0, maxMs: 3_600_000 };

test.each([
  ["10", 10_000],
  ["10s", 10_000],
  ["500ms", 500],
  ["1.5m", 90_000],
  ["1h", 3_600_000],
  ["0", 0],
])("%s is %i ms", (text, ms) => {
  expect(parseDuration("--ttl", text, range)).toBe(ms);
});

test.each(["", "s", "-1", "1d", "10 s", "1e3", "٣s", "10s\n", "0x10", "99999999999"])(
  "%j is refused as usage",
  (text) => {
    expect(() => parseDuration("--ttl", text, range)).toThrow(Failure);
    expect(() => parseDuration("--ttl", text, range)).toThrow("--ttl must be");
  },
);

test("what is out of range is refused with the range", () => {
  expect(() => parseDuration("--ttl", "2h", range)).toThrow("from 0 s to 3600 s");
  expect(() => parseDuration("--ttl", "1s", { minMs: 5_000, maxMs: 9_000 })).toThrow("from 5 s to 9 s");
});
