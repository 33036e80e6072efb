import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { Knowing } from "./knowing.ts";

const minuteMs = 60_000;

test("what cannot be read is not known for long, however often it is tried", () => {
  const knowing = new Knowing(0);
  expect(knowing.due(false, 0)).toBe(true);
  for (let nowMs = 0; nowMs <= limits.feedStaleMs; nowMs += 1_000) {
    if (knowing.due(false, nowMs)) {
      knowing.asks(nowMs);
      knowing.failed();
    }
    expect(knowing.isOld(false, nowMs), `${nowMs} ms`).toBe(false);
  }
  expect(knowing.isOld(false, limits.feedStaleMs + 1)).toBe(true);
  expect(knowing.read).toBe(false);
});

test("nor is what never answers", () => {
  const knowing = new Knowing(0);
  knowing.asks(0);
  expect(knowing.isOld(false, limits.feedStaleMs + 1)).toBe(true);
});

test("once read, a stream keeps it current; what was lost and cannot be read again is old in the end", () => {
  const knowing = new Knowing(0);
  knowing.asks(0);
  knowing.got(100);
  expect(knowing.isOld(false, 3_600_000)).toBe(false);
  expect(knowing.due(false, 3_600_000)).toBe(false);
  knowing.lose();
  expect(knowing.due(false, 3_600_001)).toBe(true);
  knowing.asks(3_600_001);
  knowing.failed();
  expect(knowing.due(false, 3_600_002)).toBe(false);
  expect(knowing.isOld(false, 3_600_000 + limits.feedStaleMs)).toBe(false);
  expect(knowing.isOld(false, 3_600_001 + limits.feedStaleMs)).toBe(true);
  expect(knowing.read).toBe(true);
});

test("a loss while it was being read is not forgotten when that reading ends", () => {
  const knowing = new Knowing(0);
  knowing.asks(0);
  knowing.lose();
  knowing.got(10);
  expect(knowing.due(false, 11)).toBe(true);
});

test("a tab that nobody looks at reads each time its browser wakes it, and is old when two of them failed", () => {
  const knowing = new Knowing(0);
  knowing.asks(0);
  knowing.got(200);
  for (let turn = 1; turn <= 3; turn += 1) {
    const nowMs = turn * minuteMs;
    expect(knowing.due(true, nowMs - 30_000)).toBe(false);
    expect(knowing.due(true, nowMs)).toBe(true);
    expect(knowing.isOld(true, nowMs)).toBe(false);
    knowing.asks(nowMs);
    knowing.got(nowMs + 200);
  }
  knowing.asks(4 * minuteMs);
  knowing.failed();
  expect(knowing.due(true, 4 * minuteMs + 6_000), "not more often for a failure").toBe(false);
  expect(knowing.isOld(true, 5 * minuteMs)).toBe(false);
  expect(knowing.isOld(true, 6 * minuteMs)).toBe(true);
});
