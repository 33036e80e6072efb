import { expect, test } from "vitest";
import { lockViolations } from "./lock.ts";
import { asLines } from "./tree.ts";

const found = (packages: object) => asLines(lockViolations(JSON.stringify({ packages })));

const whole = {
  "": { dependencies: { a: "1" } },
  "node_modules/a": { dependencies: { b: "1" }, optionalDependencies: { "@a/linux": "1", "@a/darwin": "1" } },
  "node_modules/a/node_modules/b": { dependencies: { c: "1" } },
  "node_modules/c": {},
  "node_modules/@a/linux": {},
  "node_modules/@a/darwin": {},
};

test("a lock in which every named package can be reached is whole", () => {
  expect(found(whole)).toEqual([]);
});

test("a package for another platform that was left out is named", () => {
  const { "node_modules/@a/darwin": _gone, ...rest } = whole;
  expect(found(rest)).toEqual(["package-lock.json lacks @a/darwin, which node_modules/a names"]);
});

test("a package is not reached inside another that did not ask for it", () => {
  const { "node_modules/a/node_modules/b": b, ...rest } = whole;
  expect(found({ ...rest, "node_modules/c/node_modules/b": b })).toEqual([
    "package-lock.json lacks b, which node_modules/a names",
  ]);
});
