import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepSecretFile, randomSecret } from "./secret-file.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "secret-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

const make = () => randomSecret("lks_");

test("a secret is made once, is readable by its owner alone, and is kept", async () => {
  const first = await keepSecretFile(folder, "admin-token", make);
  expect(first).toMatch(/^lks_[A-Za-z0-9_-]{43}$/);
  expect((await stat(join(folder, "admin-token"))).mode & 0o777).toBe(0o600);
  expect(await keepSecretFile(folder, "admin-token", make)).toBe(first);
  expect(await readdir(folder)).toEqual(["admin-token"]);
});

test("servers that start at once agree on one secret", async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, () => keepSecretFile(folder, "auth-secret", make)),
  );
  expect(new Set(all).size).toBe(1);
  expect(await readdir(folder)).toEqual(["auth-secret"]);
  expect((await readFile(join(folder, "auth-secret"), "utf8")).trim()).toBe(all[0]);
});

test("an empty file is an error, and stays as it is", async () => {
  await writeFile(join(folder, "auth-secret"), "\n");
  await chmod(join(folder, "auth-secret"), 0o600);
  await expect(keepSecretFile(folder, "auth-secret", make)).rejects.toThrow("holds no secret");
  expect(await readFile(join(folder, "auth-secret"), "utf8")).toBe("\n");
});
