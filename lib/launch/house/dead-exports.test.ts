import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../steps/root.mjs";

// Dead exports are knip's business, run as a stage of its own; here our configuration of it is shown to find them.
let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "knip-"));
  symlinkSync(join(root, "node_modules"), join(dir, "node_modules"));
  const { dependencies, type, imports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  write(
    "package.json",
    JSON.stringify({ name: "example", type, imports, dependencies: { hono: dependencies.hono } }),
  );
  write("knip.json", readFileSync(join(root, "knip.json"), "utf8"));
  write("tsconfig.json", readFileSync(join(root, "tsconfig.json"), "utf8"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, text: string) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

function knip() {
  const args = [join(root, "node_modules", "knip", "bin", "knip.js"), "--no-progress", "--no-config-hints"];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: dir, encoding: "utf8" });
  return { status, stdout };
}

const main =
  'import { Hono } from "hono";\nimport { used } from "#lib/domain/rules.ts";\nconsole.log(used, Hono);';

test("a house in which everything is used passes", () => {
  write("lib/cli/main.ts", main);
  write("lib/domain/rules.ts", "export const used = 1;");
  expect(knip()).toEqual({ status: 0, stdout: "" });
});

test("a dead export, a dead file, and a dependency nobody imports are found", () => {
  write("lib/cli/main.ts", main.replace('import { Hono } from "hono";\n', "const Hono = 1;\n"));
  write("lib/domain/rules.ts", "export const used = 1;\nexport const unused = 2;");
  write("lib/domain/forgotten.ts", "export const x = 1;");
  const { status, stdout } = knip();
  expect(status).not.toBe(0);
  expect(stdout).toMatch(/unused\s+lib\/domain\/rules\.ts:2/);
  expect(stdout).toContain("lib/domain/forgotten.ts");
  expect(stdout).toContain("hono");
});
