import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashOf, VersionStore } from "./good-version.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locksmith-version-"));
  file = join(folder, "aim.conf.guard.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const version = (text: string) => ({ hash: hashOf(Buffer.from(text)), at: 1, by: "ada", epoch: 3 });
const [old, fresh] = [version("mode = 1"), version("mode = 2")];

test("without a record nothing is clean or unclean; what was recorded is known to the next one", () => {
  const store = new VersionStore(file);
  expect(store.settle(old.hash)).toBeNull();
  store.commit(old);
  expect(new VersionStore(file).good).toEqual(old);
  expect(new VersionStore(file).settle(old.hash)).toBe(true);
  expect(new VersionStore(file).settle(fresh.hash)).toBe(false);
});

test.each([
  ["before the file was replaced", old],
  ["after the file was replaced", fresh],
])("a crash %s leaves a clean state, and it is known which", (_, now) => {
  const store = new VersionStore(file);
  store.commit(old);
  store.begin(fresh);
  const next = new VersionStore(file);
  expect(next.settle(now.hash)).toBe(true);
  expect(next.good).toEqual(now);
  expect(new VersionStore(file).good).toEqual(now);
});

test("whoever stood by while another one wrote goes by the newest record, also of a write that was cut off", () => {
  const guardian = new VersionStore(file);
  guardian.commit(old);
  const standby = new VersionStore(file);
  guardian.begin(fresh);
  guardian.commit(fresh);
  expect(standby.settle(fresh.hash)).toBe(true);
  expect(standby.good).toEqual(fresh);
  const third = version("mode = 3");
  guardian.begin(third);
  expect(standby.settle(third.hash)).toBe(true);
  expect(new VersionStore(file).good).toEqual(third);
});

test("a content that is neither is not clean, also after a crash", () => {
  const store = new VersionStore(file);
  store.commit(old);
  store.begin(fresh);
  const next = new VersionStore(file);
  expect(next.settle(hashOf(Buffer.from("mode = 666")))).toBe(false);
  expect(next.good).toEqual(old);
});

test("somebody else's file of that name is not overwritten", () => {
  writeFileSync(file, "not ours");
  expect(() => new VersionStore(file)).toThrow();
});
