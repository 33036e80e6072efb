import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { preflight } from "./preflight.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "preflight-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const host = "127.0.0.1";

test("a free port and a new data folder are fine, and nothing but the private folder is left behind", async () => {
  const dataDir = join(dir, "a", "b");
  expect(await preflight({ host, port: 0, dataDir })).toBeNull();
  expect(readdirSync(dataDir)).toEqual([]);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

test("a taken port is named, with the flag that helps", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, host, resolve));
  const address = other.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  try {
    expect(await preflight({ host, port, dataDir: dir })).toMatch(
      new RegExp(`port ${port} .* taken.*--port`),
    );
  } finally {
    other.close();
  }
});

test("a data folder below a file is refused", async () => {
  const file = join(dir, "file");
  writeFileSync(file, "");
  expect(await preflight({ host, port: 0, dataDir: join(file, "data") })).toMatch(
    /data folder .*file\/data.*--data/,
  );
});

test("a data folder where nobody may write, not even root, is refused", async () => {
  expect(await preflight({ host, port: 0, dataDir: "/proc/locksmith" })).toMatch(
    /data folder .*\/proc\/locksmith.*--data/,
  );
});

test("an address of another machine is refused", async () => {
  expect(await preflight({ host: "192.0.2.1", port: 0, dataDir: dir })).toMatch(/192\.0\.2\.1 .*--host/);
});
