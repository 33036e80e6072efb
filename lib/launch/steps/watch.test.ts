import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { restarts, watchSources } from "./watch.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "watch-"));
  mkdirSync(join(dir, "sqlite"));
});
afterEach(() => rmSync(dir, { recursive: true }));

test("a file written in many steps, in a folder below, is told once", async () => {
  let changes = 0;
  const { promise: changed, resolve } = Promise.withResolvers<void>();
  const stop = watchSources([dir], () => {
    changes += 1;
    resolve();
  });
  try {
    for (const text of ["a", "ab", "abc"]) writeFileSync(join(dir, "sqlite", "engine.ts"), text);
    await changed;
    expect(changes).toBe(1);
  } finally {
    stop();
  }
});

test("tests, documents and an editor's own files do not restart the server", () => {
  const names = ["main.ts", "sqlite/engine.ts", "epoch.test.ts", "notes.md", ".main.ts.swp", "4913"];
  expect(names.filter(restarts)).toEqual(["main.ts", "sqlite/engine.ts"]);
});
