import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findChromium } from "./chromium.mjs";

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

test("one on the PATH is found, Chromium before Chrome", async () => {
  const chrome = program("google-chrome", 0);
  expect(await find()).toBe(chrome);
  const chromium = program("chromium", 0);
  expect(await find()).toBe(chromium);
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
