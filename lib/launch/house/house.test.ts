import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../steps/root.mjs";
import { circleViolations } from "./circles.ts";
import { deadPathViolations } from "./documents.ts";
import { exportViolations } from "./exports.ts";
import { layerViolations } from "./layers.ts";
import { leftoverViolations } from "./leftovers.ts";
import { lockViolations } from "./lock.ts";
import { outsideViolations } from "./outside.ts";
import { fetchViolations, purityViolations } from "./purity.ts";
import { medianViolations, sizeViolations } from "./sizes.ts";
import { asLines, readTree } from "./tree.ts";

// Each rule is shown to fail on bad examples in the tests beside it; here it is applied to the whole house.
const files = readTree(root);

test("the rules look at the whole house", () => {
  const paths = new Set(files.map(({ path }) => path));
  for (const path of [
    "README.md",
    "package.json",
    "app/layout.tsx",
    "lib/cli/main.ts",
    "lib/launch/start.mjs",
  ]) {
    expect(paths).toContain(path);
  }
});

test.each([
  ["imports go one way", layerViolations],
  ["no circle", circleViolations],
  ["files and functions can be seen whole", sizeViolations],
  ["the median file is short", medianViolations],
  ["no default exports, no barrels", exportViolations],
  ["the domain is pure", purityViolations],
  ["components do not fetch", fetchViolations],
  ["nothing left over, no type checks silenced", leftoverViolations],
  ["nothing is loaded from outside", outsideViolations],
])("%s", (_rule, violations) => {
  expect(asLines(violations(files))).toEqual([]);
});

test("documents name no dead paths", () => {
  expect(asLines(deadPathViolations(files, (path) => existsSync(join(root, path))))).toEqual([]);
});

test("npm ci can install from the lock", () => {
  expect(asLines(lockViolations(readFileSync(join(root, "package-lock.json"), "utf8")))).toEqual([]);
});
