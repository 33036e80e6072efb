import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { DrillLimits, drillMark, followDrillLog } from "./drill-limits.ts";
import type { HostEvent } from "./outbox.ts";

const proc = new ProcFs();
const started: ChildProcess[] = [];
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "limits-"));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A real process, with or without the mark of a drill; it is there when it says so. */
async function live(mark: string | null) {
  const env = { ...process.env, ...(mark === null ? {} : { [drillMark]: mark }) };
  const child = spawn("/bin/sh", ["-c", "echo up; exec cat"], { env, stdio: ["pipe", "pipe", "ignore"] });
  started.push(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  const stat = readStat(proc, Number(child.pid));
  if (typeof stat === "string") throw new Error(stat);
  return { pid: stat.pid, startTime: stat.startTime };
}

const record = (one: object) => appendFileSync(join(folder, "processes"), `${JSON.stringify(one)}\n`);

test("an agent of a drill ends what the drill started, and nothing else", async () => {
  const limits = new DrillLimits(folder, "drl_1", proc);
  const own = await live("drl_1");
  expect(limits.forbids([own])).toContain("none of them");
  record(own);
  expect(limits.forbids([own])).toBeNull();
  const stranger = await live(null);
  expect(limits.forbids([own, stranger])).toContain(`PID ${stranger.pid} is none of them`);
});

test("neither the record alone nor the mark alone is enough, nor that of another drill, nor another process's PID", async () => {
  const limits = new DrillLimits(folder, "drl_1", proc);
  const unmarked = await live(null);
  const others = await live("drl_2");
  const own = await live("drl_1");
  record(unmarked);
  record(others);
  record({ ...own, startTime: own.startTime - 1 });
  for (const one of [unmarked, others, own]) expect(limits.forbids([one])).not.toBeNull();
});

test("lines of the drill's log are told once each, and what is no such line is not", async () => {
  const log = join(folder, "kernel.log");
  const line = { kind: "kernel.panic", severity: "critical", text: "DRILL, simulated: a panic" };
  writeFileSync(log, `${JSON.stringify(line)}\nno line\n${JSON.stringify({ ...line, kind: "node.lost" })}\n`);
  const stop = new AbortController();
  const told: HostEvent[] = [];
  const following = followDrillLog(folder, {
    onEvent: (event) => told.push(event),
    monoMs: monotonicMs,
    signal: stop.signal,
  });
  await expect.poll(() => told.length).toBe(1);
  appendFileSync(log, JSON.stringify({ ...line, text: "half a line" }));
  appendFileSync(log, `\n`);
  await expect.poll(() => told.map(({ text }) => text)).toEqual([line.text, "half a line"]);
  stop.abort();
  await following;
});
