import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pinnedNode } from "./pinned-node.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "pinned-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function pin(version: string) {
  const bin = join(dir, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "node"), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  return join(bin, "node");
}

const old = { execPath: "/usr/bin/node", version: "v20.20.2" };
const recent = { execPath: "/usr/bin/node", version: "v24.0.0" };

test("the pinned one wins, also over a recent one", () => {
  const pinned = pin("v24.21.0");
  expect(pinnedNode(dir, old)).toBe(pinned);
  expect(pinnedNode(dir, recent)).toBe(pinned);
});

test("a pinned one that does not run here is passed over", () => {
  pin("");
  expect(pinnedNode(dir, recent)).toBe("/usr/bin/node");
});

test("with neither, one line says why", () => {
  expect(() => pinnedNode(dir, old)).toThrow(/no Node 24 or newer .* v20\.20\.2/);
});
