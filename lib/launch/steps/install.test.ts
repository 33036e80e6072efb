import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isInstalled, npmCommand } from "./install.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "install-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const a = { version: "1.0.0", integrity: "sha512-a" };
const other = { version: "2.0.0", integrity: "sha512-o", optional: true };

function wanted(packages: Record<string, object>) {
  writeFileSync(join(dir, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...packages } }));
}

function present(packages: Record<string, object>) {
  mkdirSync(join(dir, "node_modules"), { recursive: true });
  writeFileSync(join(dir, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}

test("without node_modules, or with one that npm did not finish, an install is due", () => {
  wanted({ "node_modules/a": a });
  expect(isInstalled(dir)).toBe(false);
  mkdirSync(join(dir, "node_modules", "a"), { recursive: true });
  expect(isInstalled(dir)).toBe(false);
});

test("what npm wrote down must match in version and content", () => {
  wanted({ "node_modules/a": a });
  present({ "node_modules/a": a });
  expect(isInstalled(dir)).toBe(true);
  present({ "node_modules/a": { ...a, version: "1.0.1" } });
  expect(isInstalled(dir)).toBe(false);
  present({ "node_modules/a": { ...a, integrity: "sha512-b" } });
  expect(isInstalled(dir)).toBe(false);
});

test("a package for another platform may be missing, a plain one may not", () => {
  wanted({ "node_modules/a": a, "node_modules/other": other });
  present({ "node_modules/a": a });
  expect(isInstalled(dir)).toBe(true);
  present({ "node_modules/other": other });
  expect(isInstalled(dir)).toBe(false);
});

test("npm is run by the Node that ran it, never by the one it will delete", () => {
  const npm = join(dir, "npm-cli.js");
  writeFileSync(npm, "");
  const bin = join(dir, "node_modules", ".bin");
  const env = { NODE_ENV: "test" as const, PATH: `${bin}:/usr/bin`, npm_execpath: npm };
  expect(npmCommand(dir, { ...env, npm_node_execpath: "/usr/bin/node" })).toMatchObject({
    file: "/usr/bin/node",
    args: [npm],
    env: { PATH: "/usr/bin" },
  });
  expect(npmCommand(dir, { ...env, npm_node_execpath: join(bin, "node") })).toMatchObject({
    file: "npm",
    args: [],
  });
});
