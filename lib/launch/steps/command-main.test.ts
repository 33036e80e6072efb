import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reachableFrom } from "../house/layers.ts";
import { bundleFolder, commandFolders, commandMain, commandSource, isBundled } from "./command-main.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "command-"));
  write("lib/cli/main.ts", "main");
  write("lib/server/main.ts", "server");
  write("package-lock.json", "{}");
  write(join(bundleFolder(dir).slice(dir.length), "main.mjs"), "bundle");
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, content: string) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), content);
}

test("the bundle of the present sources is what runs", () => {
  expect(isBundled(dir)).toBe(true);
  expect(commandMain(dir)).toBe(join(bundleFolder(dir), "main.mjs"));
});

test.each(["lib/server/main.ts", "lib/domain/new.ts", "package-lock.json"])(
  "after a change of %s the sources run, until they are bundled again",
  (path) => {
    write(path, "changed");
    expect(isBundled(dir)).toBe(false);
    expect(commandMain(dir)).toBe(commandSource(dir));
  },
);

test.each(["lib/server/main.test.ts", "app/page.tsx", "README.md"])(
  "a change of %s asks for none",
  (path) => {
    write(path, "changed");
    expect(isBundled(dir)).toBe(true);
  },
);

test("nothing that the command may import is forgotten", () => {
  const imported = ["lib/cli", "lib/server", "lib/agent"].flatMap((folder) => [
    folder,
    ...reachableFrom(folder),
  ]);
  expect(commandFolders.toSorted()).toEqual([...new Set(imported)].toSorted());
});
