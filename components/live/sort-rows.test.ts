import { expect, test } from "vitest";
import { compareNames, sortRows } from "./sort-rows.ts";

const rows = [
  { name: "node-10", locks: 2, beat: null },
  { name: "node-2", locks: 2, beat: 5 },
  { name: "node-1", locks: 7, beat: 9 },
];
const keys = { locks: (r: (typeof rows)[number]) => r.locks, beat: (r: (typeof rows)[number]) => r.beat };
const names = (sort: string) =>
  sortRows(rows, sort, keys, (a, b) => compareNames(a.name, b.name)).map((r) => r.name);

test("rows follow the key, and ties the default order in either direction", () => {
  expect(names("locks")).toEqual(["node-2", "node-10", "node-1"]);
  expect(names("-locks")).toEqual(["node-1", "node-2", "node-10"]);
});

test("what is not known comes last in either direction", () => {
  expect(names("beat").at(-1)).toBe("node-10");
  expect(names("-beat").at(-1)).toBe("node-10");
});

test("an unknown key is the default order", () => {
  expect(names("")).toEqual(["node-1", "node-2", "node-10"]);
  expect(names("constructor")).toEqual(["node-1", "node-2", "node-10"]);
});
