import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reachableFrom } from "../house/layers.ts";
import { isBuilt, pageFolders, sourceHash } from "./build.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "build-"));
  write("app/page.tsx", "page");
  write("lib/domain/epoch.ts", "epoch");
  write("package-lock.json", "{}");
  write("next.config.mjs", "config");
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, content: string) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), content);
}

function pretendBuilt() {
  write(".next/BUILD_ID", "id");
  write(".next/locksmith-build.json", JSON.stringify({ sources: sourceHash(dir) }));
}

test.each(["app/page.tsx", "lib/domain/epoch.ts", "package-lock.json", "next.config.mjs", "public/new.svg"])(
  "a change of %s asks for a build",
  (path) => {
    pretendBuilt();
    expect(isBuilt(dir)).toBe(true);
    write(path, "changed");
    expect(isBuilt(dir)).toBe(false);
  },
);

test.each([
  "lib/domain/epoch.test.ts",
  "lib/launch/start.mjs",
  "lib/server/main.ts",
  "README.md",
  "e2e/locks.spec.ts",
])("a change of %s asks for none", (path) => {
  pretendBuilt();
  write(path, "changed");
  expect(isBuilt(dir)).toBe(true);
});

test("nothing that a page may import is forgotten", () => {
  expect(pageFolders.toSorted()).toEqual(reachableFrom("app").toSorted());
});

test("touching a file without changing it asks for none", () => {
  pretendBuilt();
  utimesSync(join(dir, "app/page.tsx"), new Date(), new Date());
  expect(isBuilt(dir)).toBe(true);
});

test("a file that moved or went away asks for a build", () => {
  pretendBuilt();
  rmSync(join(dir, "lib/domain/epoch.ts"));
  expect(isBuilt(dir)).toBe(false);
  write("lib/domain/epochs.ts", "epoch");
  expect(isBuilt(dir)).toBe(false);
});

test("a build without its end is no build", () => {
  pretendBuilt();
  rmSync(join(dir, ".next/BUILD_ID"));
  expect(isBuilt(dir)).toBe(false);
  pretendBuilt();
  rmSync(join(dir, ".next/locksmith-build.json"));
  expect(isBuilt(dir)).toBe(false);
});
