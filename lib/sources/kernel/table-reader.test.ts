import { expect, test } from "vitest";
import { type GrowingBuffer, ProcFs } from "./procfs.ts";
import { TableReader } from "./table-reader.ts";

/** A `/proc/locks` that says something else at each reading. */
class Readings extends ProcFs {
  readonly texts: string[] = [];

  override bytes(path: string, into: GrowingBuffer): Buffer {
    if (path !== "locks") throw new Error(path);
    void into;
    return Buffer.from(this.texts.shift() ?? "");
  }
}

const line = (n: number) => `${n}: FLOCK  ADVISORY  WRITE ${1_000 + n} fe:00:${5_000 + n} 0 EOF`;
const table = (numbers: readonly number[]) => `${numbers.map(line).join("\n")}\n`;
const many = Array.from({ length: 120 }, (_, i) => i + 1);
const without = (...gone: number[]) => many.filter((n) => !gone.includes(n));

function inodes(reader: TableReader): number[] | null {
  return (
    reader
      .read()
      ?.entries.map(({ pid }) => pid - 1_000)
      .sort((a, b) => a - b) ?? null
  );
}

test("a line that one reading of a long table skipped is still there", () => {
  const proc = new Readings();
  const reader = new TableReader(proc);
  // 7 went, and between two pieces of the table 60 was skipped.
  proc.texts.push(table(many), table(without(7, 60)), table(without(7)), table(without(7)));
  expect(inodes(reader)).toEqual(many);
  expect(inodes(reader)).toEqual(without(7));
  expect(inodes(reader)).toBeNull();
});

test("what both readings miss is gone", () => {
  const proc = new Readings();
  const reader = new TableReader(proc);
  proc.texts.push(table(many), table(without(7)), table(without(7)));
  reader.read();
  expect(inodes(reader)).toEqual(without(7));
});

test("what the second reading alone skipped is kept until the next reading, which is looked at whatever it says", () => {
  const proc = new Readings();
  const reader = new TableReader(proc);
  proc.texts.push(
    table(many),
    table(without(7)),
    table(without(7, 60)),
    table(without(7, 60)),
    table(without(7, 60)),
  );
  reader.read();
  expect(inodes(reader)).toEqual(without(7));
  // It was really gone.
  expect(inodes(reader)).toEqual(without(7, 60));
});

test("a table of one piece is whole: it is read once", () => {
  const proc = new Readings();
  const reader = new TableReader(proc);
  proc.texts.push(table([1, 2, 3]), table([1, 3]), table([9]));
  reader.read();
  expect(inodes(reader)).toEqual([1, 3]);
  expect(proc.texts).toHaveLength(1);
});
