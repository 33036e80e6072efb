import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findChromium } from "./chromium.mjs";
import { root } from "./root.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "chromium-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function program(name: string, exitCode: number) {
  const file = join(dir, name);
  writeFileSync(file, `#!/bin/sh\nexit ${exitCode}\n`, { mode: 0o755 });
  return file;
}

const find = (env: Record<string, string> = {}) => findChromium({ NODE_ENV: "test", PATH: dir, ...env });

test("one on the PATH is found, Chromium before Chrome, and one without windows before both", async () => {
  const chrome = program("google-chrome", 0);
  expect(await find()).toBe(chrome);
  const chromium = program("chromium", 0);
  expect(await find()).toBe(chromium);
  const shell = program("chromium-headless-shell", 0);
  expect(await find()).toBe(shell);
});

test("a placeholder that does not run is passed over", async () => {
  program("chromium-browser", 1);
  const chrome = program("google-chrome", 0);
  expect(await find()).toBe(chrome);
});

test("the one that was named is taken, or none", async () => {
  program("chromium", 0);
  const own = program("own", 0);
  expect(await find({ LOCKSMITH_CHROMIUM: own })).toBe(own);
  expect(await find({ LOCKSMITH_CHROMIUM: join(dir, "gone") })).toBeNull();
});

test("on a machine without any, other tools can still read Playwright's configuration", () => {
  const read = `await import(${JSON.stringify(join(root, "playwright.config.ts"))})`;
  const env = { NODE_ENV: "test" as const, PATH: dir, PLAYWRIGHT_BROWSERS_PATH: dir };
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", read], {
    encoding: "utf8",
    env,
    timeout: 15_000,
  });
  expect([ran.status, ran.stderr]).toEqual([0, ""]);
});
