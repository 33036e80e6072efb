import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { runHook } from "./run-hook.ts";

const folder = mkdtempSync(join(tmpdir(), "locksmith-hook-"));
afterAll(() => rmSync(folder, { recursive: true }));

function script(text: string, timeLimitMs = 20_000) {
  return { command: ["/bin/sh", "-c", text] as [string, ...string[]], timeLimitMs };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("a hook that ends well says so, with its last line; it gets its environment and none of the agent's settings", async () => {
  process.env["LOCKSMITH_TOKEN"] = "secret";
  const lines: string[] = [];
  const run = await runHook(script('echo one; echo "$LOCKSMITH_UNIT:$LOCKSMITH_TOKEN:" >&2'), {
    env: { LOCKSMITH_UNIT: "u1" },
    onLine: (line) => lines.push(line),
  });
  delete process.env["LOCKSMITH_TOKEN"];
  expect(run).toMatchObject({ ok: true, text: "/bin/sh ended well: u1::" });
  expect(lines).toEqual(expect.arrayContaining(["one", "u1::"]));
});

test.each([
  ["exit 3", "ended with 3"],
  ["echo 'no way' >&2; exit 1", "ended with 1: no way"],
  ["kill -9 $$", "was ended by SIGKILL"],
])("%s is a failure in one sentence", async (text, words) => {
  const run = await runHook(script(text), { env: {} });
  expect(run.ok).toBe(false);
  expect(run.text).toContain(words);
});

test("a program that is not there, and arguments that look like shell, are what they are", async () => {
  const missing = await runHook({ command: ["/no/such/hook"], timeLimitMs: 1_000 }, { env: {} });
  expect(missing).toMatchObject({ ok: false, text: "/no/such/hook cannot be run (ENOENT)." });
  const run = await runHook(
    { command: ["/bin/echo", "$(id); `id`", "&&", "x"], timeLimitMs: 5_000 },
    { env: {} },
  );
  expect(run.output).toBe("$(id); `id` && x\n");
});

test("one that hangs and ignores SIGTERM is killed with all that it started", async () => {
  const file = join(folder, "pids");
  const child = `trap "" TERM; echo $$ > ${file}; sleep 60`;
  const began = performance.now();
  const run = await runHook(script(`trap "" TERM; sh -c '${child}' & sleep 60`, 500), { env: {} });
  expect(run.ok).toBe(false);
  expect(run.text).toContain("took longer than 500 ms");
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(isAlive(Number(readFileSync(file, "utf8")))).toBe(false);
});

test("one whose time is over is ended at once, and told why", async () => {
  const abort = new AbortController();
  const running = runHook(script("echo begun; sleep 60"), {
    env: {},
    signal: abort.signal,
    onLine: () => abort.abort(),
  });
  expect((await running).text).toContain("was ended because its time was over");
});

test("ten megabytes of output are kept by their end alone, whatever is in them", async () => {
  const text = "head -c 10000000 /dev/zero | tr '\\0' x; echo; printf '\\033[31mred\\n'; echo tasks=7";
  const lines: string[] = [];
  const run = await runHook(script(text), { env: {}, onLine: (line) => lines.push(line) });
  expect(run.ok).toBe(true);
  expect(Buffer.byteLength(run.output)).toBeLessThanOrEqual(limits.hookOutputMaxBytes);
  expect(run.output.endsWith("tasks=7\n")).toBe(true);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(1_000);
  expect(run.text).toContain("tasks=7");
});

test("what a hook starts on purpose goes on, and does not keep it waiting", async () => {
  const file = join(folder, "daemon");
  const began = performance.now();
  const run = await runHook(script(`setsid sleep 30 & echo $! > ${file}`), { env: {} });
  expect(run.ok).toBe(true);
  expect(performance.now() - began).toBeLessThan(10_000);
  const pid = Number(readFileSync(file, "utf8"));
  expect(isAlive(pid)).toBe(true);
  process.kill(pid, "SIGKILL");
});
