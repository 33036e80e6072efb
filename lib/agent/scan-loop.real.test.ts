import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { judgeKernelLock } from "#lib/domain/verdict-kernel.ts";
import type { LockFacts } from "#lib/sources/kernel/describe.ts";
import { RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";
import { scanLoop } from "./scan-loop.ts";
import { TakerFile } from "./taker-file.ts";

let host: RealHost;
let folder: string;
beforeEach(() => {
  host = new RealHost();
  folder = mkdtempSync(join(tmpdir(), "locksmith-scan-"));
});
afterEach(async () => {
  await host.end();
  rmSync(folder, { recursive: true, force: true });
});

/** One life of an agent's scan: until a lock on this file is as wanted. */
async function scanUntil(path: string, takers: TakerFile, wanted: (lock: LockFacts) => boolean) {
  const stop = new AbortController();
  let found: LockFacts | null = null;
  const said: (string | null)[] = [];
  const running = scanLoop({
    node: "n",
    rules: [],
    below: null,
    takers,
    everyMs: () => 50,
    watch: () => [],
    onNews: ({ changed }) => {
      found ??= changed.find(({ facts }) => facts.path === path && wanted(facts))?.facts ?? null;
    },
    onForgetful: (trouble) => said.push(trouble),
    onTrouble: () => undefined,
    signal: stop.signal,
  });
  try {
    return { lock: await until("the lock", () => found), said };
  } finally {
    stop.abort();
    await running;
  }
}

test("a taker that was seen alive is known after a restart that it did not live to see", async () => {
  const path = host.file("a.conf");
  const takers = new TakerFile(join(folder, "takers"));
  const taker = host.start("flock", [path, "sleep", "600"]);
  const { lock } = await scanUntil(path, takers, ({ holders }) => holders.length === 2);
  const sleeper = lock.holders.find(({ process }) => process.pid !== taker.pid)?.process.pid;
  host.alsoEnd(sleeper);
  taker.kill("SIGKILL");
  await until("the death of flock", () => taker.signalCode);
  const [after, forgetful] = [
    await scanUntil(path, takers, ({ holders }) => holders.length === 1),
    await scanUntil(path, new TakerFile(join(folder, "not-there/takers")), () => true),
  ];
  const known = { recordedPid: taker.pid, status: "gone", process: { pid: taker.pid } };
  expect(judgeKernelLock(after.lock, { node: "n", observedAt: 0 }).verdict).toBe("orphan");
  expect(after.lock.takers).toMatchObject([known]);
  expect(after.lock.holders).toMatchObject([{ process: { pid: sleeper }, relation: "younger-than-taker" }]);
  expect(forgetful.lock.takers).toMatchObject([{ ...known, process: null }]);
  expect(forgetful.said[0]).toContain("cannot be kept on disk");
});
