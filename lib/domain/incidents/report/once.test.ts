import { expect, test } from "vitest";
import { plainLine } from "#lib/domain/incidents/timeline/line.ts";
import { inOrderOfRecord, once } from "./once.ts";
import { say } from "./say.ts";

test("no statement is said twice in a section; one that is said again later in time is another", () => {
  const items = [say("It died.", ["event 1"], { at: 1_000 }), say("It died.", ["event 2"], { at: 9_000 })];
  const blocks = [
    { type: "statements" as const, items },
    { type: "statements" as const, items: [say("It died.", ["event 3"], { at: 1_500 })] },
  ];
  const untimed = once(blocks, false);
  expect(untimed).toEqual([
    { type: "statements", items: [{ ...items[0], sources: ["event 1", "event 2", "event 3"] }] },
  ]);
  expect(once(blocks, true)).toEqual([
    { type: "statements", items: [{ ...items[0], sources: ["event 1", "event 3"] }, items[1]] },
  ]);
  expect(items[0]?.sources).toEqual(["event 1"]);
});

test("lines of one second stand in the order in which their events were written, others by their time", () => {
  const line = (at: number, source: string) =>
    plainLine({ at, kind: "lock", text: source, source, what: "x" });
  const lines = [
    line(999, "event 9"),
    line(1_100, "3 events, 7–9"),
    line(1_200, "operation op_1"),
    line(1_300, "event 4"),
    line(1_900, "event 12"),
    line(2_000, "event 3"),
  ];
  expect(inOrderOfRecord(lines).map(({ source }) => source)).toEqual([
    "event 9",
    "operation op_1",
    "event 4",
    "3 events, 7–9",
    "event 12",
    "event 3",
  ]);
});
