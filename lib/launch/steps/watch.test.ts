import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchSources } from "./watch.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "watch-"));
  mkdirSync(join(dir, "sqlite"));
});
afterEach(() => rmSync(dir, { recursive: true }));

test("one change in many steps is told once; tests and other files are not told", async () => {
  let changes = 0;
  const { promise: changed, resolve } = Promise.withResolvers<void>();
  const stop = watchSources([dir], () => {
    changes += 1;
    resolve();
  });
  try {
    writeFileSync(join(dir, "epoch.test.ts"), "test");
    writeFileSync(join(dir, "notes.md"), "notes");
    writeFileSync(join(dir, "sqlite", "engine.ts"), "a");
    writeFileSync(join(dir, "sqlite", "engine.ts"), "ab");
    await changed;
    expect(changes).toBe(1);
  } finally {
    stop();
  }
});
