import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "start-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Runs `npm start`'s script to its end; these calls must not get as far as an install. */
async function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "start.mjs"), ...args], {
    cwd: dir,
    env: { PATH: process.env["PATH"], NODE_ENV: "test", LOCKSMITH_DATA: dir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, out, err };
}

test("--help explains and exits with 0", async () => {
  const { code, out } = await start(["--help"]);
  expect(code).toBe(0);
  for (const flag of ["--port", "--host", "--data", "--public-url", "--no-agent"])
    expect(out).toContain(flag);
});

test.each([
  [["--prot", "1"], {}, "unknown flag"],
  [["--port", "x"], {}, "--port"],
  [[], { LOCKSMITH_PORT: "x" }, "LOCKSMITH_PORT"],
])("%j with %j: one line and exit 2", async (args, env, part) => {
  const { code, out, err } = await start(args, env);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^locksmith: [^\n]+\n$/);
  expect(err).toContain(part);
});

test("a taken port: one line and exit 1, before anything is built", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" ? address?.port : 0;
  try {
    const { code, out, err } = await start(["--port", String(port)]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(`locksmith: port ${port} on 127.0.0.1 is taken; choose another with --port N\n`);
  } finally {
    other.close();
  }
});

test("a data folder that cannot be written: one line and exit 1", async () => {
  writeFileSync(join(dir, "file"), "");
  const { code, out, err } = await start(["--port", "0", "--data", "file/data"]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^locksmith: the data folder \/[^\n]+\/file\/data cannot be written[^\n]+\n$/);
});
