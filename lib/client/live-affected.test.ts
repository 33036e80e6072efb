import { expect, test } from "vitest";
import type { OperationRow } from "#lib/contract/operations.ts";
import { affectedBy, touches } from "./live-affected.ts";

const drain = { id: "op_d", relatedId: "op_c", lockId: null } as OperationRow;
const clear = { id: "op_c", relatedId: null, lockId: "native/a" } as OperationRow;

function after(...operations: OperationRow[]) {
  return affectedBy([{ kind: "change", change: { revision: 1, serverAt: 1, operations } }]);
}

test("a change of an operation is shown on its page, on those of its relations, and at the edge of every screen", () => {
  const drained = after(drain);
  expect(touches(drained, ["operation", "op_d"], {})).toBe(true);
  expect(touches(drained, ["operation", "op_c"], {})).toBe(true);
  expect(touches(after(clear), ["operation", "op_d"], drain)).toBe(true);
  expect(touches(drained, ["operation", "op_x"], { relatedId: null })).toBe(false);
  expect(touches(drained, ["open-operations"], undefined)).toBe(true);
});

test("the lock's page follows the operations that concern it, and no others", () => {
  expect(touches(after(clear), ["lock", "native/a"], {})).toBe(true);
  expect(touches(after(clear), ["lock-operations", "native/a"], {})).toBe(true);
  expect(touches(after(clear), ["lock-operations", "native/b"], {})).toBe(false);
});
