import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "./open-sqlite-store.ts";

const script = join(import.meta.dirname, "crash-writer.ts");
const clock = { wallMs: () => Date.now(), monoMs: () => performance.now() };
let dataDir: string;
let child: ChildProcess | null = null;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "crash-"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(dataDir, { recursive: true });
});

async function* linesOf(process: ChildProcess): AsyncGenerator<string> {
  if (process.stdout === null) throw new Error("no output");
  yield* createInterface({ input: process.stdout });
}

test("killed -9 again and again: nothing acknowledged is lost, no epoch or revision comes twice", async () => {
  const acknowledged = new Map<string, number>();
  const revisions = new Set<number>();
  for (let kill = 0; kill < 25; kill += 1) {
    child = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    const killAfter = 1 + ((kill * 137) % 400);
    let seen = 0;
    for await (const line of linesOf(child)) {
      if (line === "ready") continue;
      const [id = "", epoch, revision] = line.split(" ");
      expect(Number(epoch)).toBeGreaterThan(acknowledged.get(id) ?? 0);
      expect(revisions.has(Number(revision))).toBe(false);
      acknowledged.set(id, Number(epoch));
      revisions.add(Number(revision));
      seen += 1;
      if (seen === killAfter) child.kill("SIGKILL");
    }
    await exited;
    expect(seen).toBeGreaterThanOrEqual(killAfter);
  }
  const store = await openSqliteStore({ dataDir, clock, onError: () => {} });
  for (const [id, epoch] of acknowledged) {
    expect((await store.get("lease", id))?.value.epoch).toBeGreaterThanOrEqual(epoch);
  }
  expect(store.revision()).toBeGreaterThanOrEqual(Math.max(...revisions));
  await store.close();
}, 60_000);

test("a disk without room stops the acknowledgements; with room again, writing goes on", async () => {
  // A limit on the file's size is the same failure to SQLite as a full disk, and needs no rights.
  const limited = `trap '' XFSZ; ulimit -S -f 1500; exec "$0" "$@"`;
  child = spawn("bash", ["-c", limited, process.execPath, script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const acknowledged = new Map<string, number>();
  let refused = 0;
  let again = 0;
  for await (const line of linesOf(child)) {
    const [word = "", epoch] = line.split(" ");
    if (word === "refused") {
      expect(line).toMatch(/disk of the data folder/);
      refused += 1;
      if (refused === 16) await liftTheLimit(Number(child.pid));
    } else if (word === "writing") again += 1;
    else if (word !== "ready") {
      // While refused, nothing may be acknowledged by those who were refused.
      acknowledged.set(word, Number(epoch));
      if (again > 0 && Number(epoch) % 50 === 0) child.kill("SIGKILL");
    }
  }
  expect(refused).toBeGreaterThanOrEqual(16);
  expect(again).toBeGreaterThan(0);
  const store = await openSqliteStore({ dataDir, clock, onError: () => {} });
  for (const [id, epoch] of acknowledged) {
    expect((await store.get("lease", id))?.value.epoch).toBeGreaterThanOrEqual(epoch);
  }
  await store.close();
}, 30_000);

async function liftTheLimit(pid: number): Promise<void> {
  const raise = spawn("prlimit", ["--pid", String(pid), "--fsize=unlimited"], { stdio: "inherit" });
  await once(raise, "exit");
}
