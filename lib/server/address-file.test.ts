import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeAddress } from "./address-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "address-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("it takes the place of a crashed server's, for the owner's eyes alone, and goes with its own server", async () => {
  await writeFile(join(folder, "address"), "http://127.0.0.1:1\n");
  const remove = await writeAddress(folder, "http://127.0.0.1:4711");
  expect(await readFile(join(folder, "address"), "utf8")).toBe("http://127.0.0.1:4711\n");
  expect((await stat(join(folder, "address"))).mode & 0o777).toBe(0o600);
  await remove();
  expect(await readdir(folder)).toEqual([]);
});

test("another server's address stays", async () => {
  const remove = await writeAddress(folder, "http://127.0.0.1:4711");
  await writeAddress(folder, "http://127.0.0.1:4712");
  await remove();
  expect(await readdir(folder)).toEqual(["address"]);
});

test("a folder that cannot be written is an error and leaves nothing", async () => {
  await expect(writeAddress(join(folder, "nowhere"), "http://127.0.0.1:1")).rejects.toThrow("ENOENT");
});
