import { expect, test } from "vitest";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { OperationState } from "#lib/domain/operations/operation.ts";
import { byUrgency, filterOperations, type OperationFilter } from "./operation-rows.ts";

const row = (id: string, state: OperationState, createdAt: number) =>
  ({
    id,
    state,
    createdAt,
    kind: "clear",
    title: `Clear of ${id}`,
    resource: null,
    createdBy: { kind: "user", id: "u", name: "Ada" },
  }) as OperationRow;
const rows = [
  row("a", "done", 9),
  row("b", "planned", 8),
  row("c", "running", 1),
  row("d", "waiting", 2),
  row("e", "done", 10),
];
const all: OperationFilter = { q: "", kind: [], state: [], open: false, world: "all" };

test("what needs somebody comes first, and the newest of what has ended next", () => {
  expect(rows.toSorted(byUrgency).map(({ id }) => id)).toEqual(["d", "c", "b", "e", "a"]);
});

test("each part of the filter narrows", () => {
  const ids = (filter: Partial<OperationFilter>) =>
    filterOperations(rows, { ...all, ...filter }).map(({ id }) => id);
  expect(ids({})).toHaveLength(5);
  expect(ids({ open: true })).toEqual(["b", "c", "d"]);
  expect(ids({ state: ["done"] })).toEqual(["a", "e"]);
  expect(ids({ q: "of D" })).toEqual(["d"]);
  expect(ids({ q: "ada", open: true })).toEqual(["b", "c", "d"]);
  const drain = { ...row("f", "done", 1), drill: true as const };
  expect(filterOperations([...rows, drain], { ...all, world: "drill" })).toEqual([drain]);
  expect(filterOperations([...rows, drain], { ...all, world: "real" })).toEqual(rows);
});
