import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runPart } from "./run-part.ts";

const folder = mkdtempSync(join(tmpdir(), "locksmith-run-part-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function scriptOf(name: string, source: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, source);
  return file;
}

/** Starts a process that never ends, writes down what is left, and hangs. */
const hangs = `
  import { spawn } from "node:child_process";
  import { mkdtempSync, renameSync, writeFileSync } from "node:fs";
  import { tmpdir } from "node:os";
  import { join } from "node:path";
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  child.once("spawn", () => {
    const left = { pids: [process.pid, child.pid], temp: mkdtempSync(join(tmpdir(), "left-")) };
    writeFileSync(process.argv[2] + "-half", JSON.stringify(left));
    renameSync(process.argv[2] + "-half", process.argv[2]);
  });
  setInterval(() => {}, 1000);
`;

function isGone(pid: number): boolean {
  try {
    // A process that has ended and was not waited for yet still has a number.
    return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return true;
  }
}

test("a part that does not end is ended, and says so in one line", async () => {
  const script = scriptOf("waits", "setInterval(() => {}, 1000);");
  expect(await runPart({ script, args: [], atMostMs: 300 })).toEqual({ problem: "did not end within 0.3 s" });
});

test("with a part that is given up ends all that it started, and one that comes after it does not begin", async () => {
  const stop = new AbortController();
  const told = join(folder, "told");
  const options = { script: scriptOf("hangs", hangs), args: [told], atMostMs: 60_000, signal: stop.signal };
  const running = runPart(options);
  await expect.poll(() => existsSync(told), { timeout: 15_000 }).toBe(true);
  stop.abort();
  expect(await running).toEqual({ problem: "stopped" });
  const { pids, temp } = JSON.parse(readFileSync(told, "utf8")) as { pids: number[]; temp: string };
  await expect.poll(() => pids.every(isGone)).toBe(true);
  expect(existsSync(temp)).toBe(false);
  expect(await runPart(options)).toEqual({ problem: "stopped" });
});

test("a result is handed over, of an error its first line, and an end without either is told", async () => {
  const run = (name: string, source: string) =>
    runPart({ script: scriptOf(name, source), args: [], atMostMs: 30_000 });
  const row = { measure: "m", ours: "1", peer: "–", ratio: null, reach: "–", met: true, note: "" };
  expect(await run("rows", `process.send({ rows: [${JSON.stringify(row)}] });`)).toEqual({ rows: [row] });
  const failed = await run("fails", `process.send({ problem: "\\u001b[31mno door\\u001b[39m\\nand more" });`);
  expect(failed).toEqual({ problem: "no door" });
  const silent = await run("ends", "process.exit(3);");
  expect(silent).toEqual({ problem: "ended with 3 and without a result" });
});
