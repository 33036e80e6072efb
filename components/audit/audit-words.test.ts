import { expect, test } from "vitest";
import { actorParts, lockOf } from "./audit-words.ts";

test("who did it is taken apart at the end alone", () => {
  expect(actorParts("Ada (user 17)")).toEqual({ name: "Ada", id: "user 17" });
  expect(actorParts("Eve (user 1) (token tok_9)")).toEqual({ name: "Eve (user 1)", id: "token tok_9" });
  expect(actorParts("locksmith")).toEqual({ name: "locksmith", id: null });
  expect(actorParts("nobody (at all)")).toEqual({ name: "nobody (at all)", id: null });
});

test("only the id of a lock is a link to one", () => {
  expect(lockOf({ target: "native/aim_lock_config.conf" })).toBe("native/aim_lock_config.conf");
  expect(lockOf({ target: "kernel/node-7/flock/8:1:2/0-EOF" })).toBe("kernel/node-7/flock/8:1:2/0-EOF");
  for (const target of ["native/", "ada@example.org", "/native/x", "POST /api/v1/operations", ""]) {
    expect(lockOf({ target }), target).toBeNull();
  }
});
