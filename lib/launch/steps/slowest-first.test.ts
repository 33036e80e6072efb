import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./root.mjs";
import { slowest } from "./slowest-first.mjs";

test("every file that is to begin first is there", () => {
  expect(slowest.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
