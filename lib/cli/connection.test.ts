import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect, serverUrl, tokenSource } from "./connection.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-"));
  await writeFile(join(folder, "admin-token"), "an-admin-token-of-this-folder\n");
  for (const name of ["URL", "SERVER", "PORT", "TOKEN", "TOKEN_FILE", "DATA"])
    vi.stubEnv(`LOCKSMITH_${name}`, "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("the server: flag before variable, then what `locksmith run` handed down, then the default", () => {
  vi.stubEnv("LOCKSMITH_DATA", folder);
  expect(serverUrl({})).toBe("http://127.0.0.1:4600");
  vi.stubEnv("LOCKSMITH_PORT", "4700");
  expect(serverUrl({})).toBe("http://127.0.0.1:4700");
  vi.stubEnv("LOCKSMITH_SERVER", "http://from-run:1");
  expect(serverUrl({})).toBe("http://from-run:1");
  vi.stubEnv("LOCKSMITH_URL", "https://from-variable/");
  expect(serverUrl({})).toBe("https://from-variable");
  expect(serverUrl({ server: "http://from-flag" })).toBe("http://from-flag");
});

test("without any of these, the server that runs on the data folder, at its own port", async () => {
  await writeFile(join(folder, "address"), "http://127.0.0.1:4711\n");
  expect(serverUrl({ data: folder })).toBe("http://127.0.0.1:4711");
  vi.stubEnv("LOCKSMITH_DATA", folder);
  expect(serverUrl({})).toBe("http://127.0.0.1:4711");
  vi.stubEnv("LOCKSMITH_PORT", "4700");
  expect(serverUrl({})).toBe("http://127.0.0.1:4700");
});

test.each([
  "http://10.0.0.1:4711",
  "http://127.0.0.1.example.org",
  "ftp://127.0.0.1",
  "",
  "nonsense",
  `http://127.0.0.1/${"x".repeat(400)}`,
])("no address of this machine in the data folder: %s", async (text) => {
  await writeFile(join(folder, "address"), text);
  expect(serverUrl({ data: folder })).toBe("http://127.0.0.1:4600");
});

test.each(["", "nonsense", "ftp://x", "file:///etc/passwd", "javascript:alert(1)"])(
  "%j is no server",
  (server) => {
    expect(() => serverUrl({ server })).toThrow("--server must be an address");
  },
);

test("the token: flag, variable, file in a variable, and the data folder's own for this machine alone", () => {
  expect(tokenSource({ data: folder }, "admin-token")).toEqual({ tokenFile: join(folder, "admin-token") });
  vi.stubEnv("LOCKSMITH_TOKEN_FILE", "/from/variable");
  expect(tokenSource({ data: folder }, "admin-token")).toEqual({ tokenFile: "/from/variable" });
  vi.stubEnv("LOCKSMITH_TOKEN", "secret");
  expect(tokenSource({ data: folder }, "admin-token")).toEqual({ token: "secret" });
  expect(tokenSource({ data: folder, tokenFile: "/from/flag" }, "admin-token")).toEqual({
    tokenFile: "/from/flag",
  });
});

test.each([
  ["http://127.0.0.1:4600", true],
  ["http://localhost:9", true],
  ["http://[::1]:4600", true],
  ["https://locks.example.org", false],
  ["http://127.0.0.1.example.org", false],
  ["http://10.0.0.1", false],
])("the data folder's token goes to %s: %s", (server, goes) => {
  expect("tokenFile" in tokenSource({ server, data: folder }, "admin-token")).toBe(goes);
});

test("a token file that is missing or holds something else is refused before anything is sent", async () => {
  const file = join(folder, "token");
  expect(() => connect({ tokenFile: file })).toThrow("cannot be read");
  await writeFile(file, "two words\nand lines");
  expect(() => connect({ tokenFile: file })).toThrow("holds no token");
});
