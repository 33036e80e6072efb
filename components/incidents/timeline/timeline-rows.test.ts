import { expect, test } from "vitest";
import type { TimelineItem } from "#lib/contract/incidents.ts";
import { filterLines, kindCounts, newDay, offsetWords } from "./timeline-rows.ts";

const line = (kind: TimelineItem["kind"], at: number): TimelineItem => ({
  at,
  kind,
  severity: "info",
  text: kind,
  node: null,
  lockId: null,
  ownerId: null,
  operationId: null,
  source: "event 1",
});
const items = [line("refusal", 1), line("kernel", 2), line("refusal", 3), line("note", 4)];

test("kinds that occur are offered in their usual order with their counts; none chosen shows all", () => {
  expect(kindCounts(items)).toEqual([
    { kind: "kernel", count: 1 },
    { kind: "refusal", count: 2 },
    { kind: "note", count: 1 },
  ]);
  expect(filterLines(items, []).map(({ at }) => at)).toEqual([1, 2, 3, 4]);
  expect(filterLines(items, ["note", "kernel"]).map(({ at }) => at)).toEqual([2, 4]);
  expect(filterLines(items, ["config"])).toEqual([]);
});

test("a line says how far it lies from the opening, on either side of it", () => {
  expect([offsetWords(187_000, 0), offsetWords(0, 12_400), offsetWords(400, 0)]).toEqual([
    "+3m 07s",
    "−12s",
    "0s",
  ]);
});

test("the day is said where it changes", () => {
  const midnight = Date.UTC(2026, 10, 23);
  expect(newDay(midnight - 1, null, "utc")).toBe("2026-11-22");
  expect(newDay(midnight, midnight - 1, "utc")).toBe("2026-11-23");
  expect(newDay(midnight + 1, midnight, "utc")).toBeNull();
});
