import { expect, test } from "vitest";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import type { StreamChange } from "#lib/contract/stream.ts";
import { AttentionBook } from "./live-attention.ts";

const lock = (id: string, revision: number, state: string, verdict = "live") =>
  ({ id, resource: id, node: "n", revision, state, verdict }) as LockRow;
const incident = (id: string, revision: number, state: string, resource = "a") =>
  ({ id, resources: [resource], nodes: [], revision, state }) as unknown as IncidentRow;
const change = (revision: number, rest: Partial<StreamChange>) => ({
  kind: "change" as const,
  change: { revision, serverAt: 0, ...rest },
});
const none = { hot: 0, stale: 0, suspect: 0, incidents: 0 };

test("what needs somebody comes and goes with the frames, and nothing else is kept", () => {
  const book = new AttentionBook();
  book.take([change(1, { locks: [lock("a", 1, "hot", "orphan"), lock("b", 1, "held")] })]);
  book.take([change(2, { incidents: [incident("i", 2, "open")] })]);
  expect(book.counts("real")).toEqual({ hot: 1, stale: 1, suspect: 0, incidents: 1 });
  expect([...book.hot().keys()]).toEqual(["a"]);
  book.take([
    change(3, { locks: [lock("a", 3, "held", "orphan")], incidents: [incident("i", 3, "mitigated")] }),
  ]);
  expect(book.counts("real")).toEqual({ hot: 0, stale: 1, suspect: 0, incidents: 0 });
  book.take([change(4, { goneLocks: ["a"] })]);
  expect(book.counts("real")).toEqual(none);
});

test("a silent owner counts for its lock until it beats again", () => {
  const book = new AttentionBook();
  book.take([change(1, { locks: [lock("a", 1, "held", "suspect")] })]);
  expect(book.counts("real")).toEqual({ ...none, suspect: 1 });
  book.take([change(2, { locks: [lock("a", 2, "held", "live")] })]);
  expect(book.counts("real")).toEqual(none);
});

test("a drill never counts beside what is real", () => {
  const book = new AttentionBook();
  const onDrillNode = { ...lock("x", 1, "hot"), node: "drill:node-7" };
  book.take([change(1, { locks: [lock("drill:a", 1, "hot"), onDrillNode, lock("b", 1, "held", "ghost")] })]);
  book.take([change(2, { incidents: [incident("i", 2, "open", "drill:a")] })]);
  expect(book.counts("real")).toEqual({ hot: 0, stale: 1, suspect: 0, incidents: 0 });
  expect(book.counts("drill")).toEqual({ hot: 2, stale: 0, suspect: 0, incidents: 1 });
});

test("a list that was read before what the stream said meanwhile does not undo it", () => {
  const book = new AttentionBook();
  const asked = book.beginSeed();
  book.take([
    change(8, { locks: [lock("new", 8, "hot")], goneLocks: ["went"] }),
    change(9, { locks: [lock("cooled", 9, "held")] }),
  ]);
  book.seed(asked, {
    locks: [lock("went", 5, "hot"), lock("cooled", 6, "hot"), lock("still", 4, "hot")],
    incidents: [],
    revision: 7,
  });
  expect([...book.hot().keys()].sort()).toEqual(["new", "still"]);
});

test("of two reads that overlap the older changes nothing, and the frames are kept for the newer", () => {
  const book = new AttentionBook();
  const older = book.beginSeed();
  const newer = book.beginSeed();
  expect(book.seed(older, { locks: [lock("past", 3, "hot")], incidents: [], revision: 3 })).toBe(false);
  book.take([change(8, { locks: [lock("new", 8, "hot")] })]);
  expect(book.giveUpSeed(older)).toBe(false);
  expect(book.seed(newer, { locks: [], incidents: [], revision: 7 })).toBe(true);
  expect([...book.hot().keys()]).toEqual(["new"]);
});

test("what was known and is in no list any more is gone with the seed", () => {
  const book = new AttentionBook();
  book.take([change(1, { locks: [lock("a", 1, "hot")] })]);
  book.seed(book.beginSeed(), { locks: [], incidents: [], revision: 9 });
  expect(book.counts("real")).toEqual(none);
});

test("a lost part of the log asks for the lists again, a resumed stream does not", () => {
  const book = new AttentionBook();
  const hello = { instance: "i", build: "b", serverAt: 0, revision: 1, graceUntil: null, readOnly: null };
  expect(book.take([{ kind: "hello", hello, resumed: false }])).toBe(true);
  expect(book.take([{ kind: "hello", hello, resumed: true }])).toBe(false);
  expect(book.take([{ kind: "hello", hello: { ...hello, instance: "j" }, resumed: true }])).toBe(true);
  expect(book.take([{ kind: "reset" }])).toBe(true);
});
