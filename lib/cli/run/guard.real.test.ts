import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LineLog } from "#lib/launch/testing/line-log.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { runningPids } from "./command-group.ts";
import type { GuardMessage } from "./guard-messages.ts";

const proc = new ProcFs();
let sessionId: string;
let guard: ChildProcess;
let guardEnded: Promise<unknown>;
let bystander: ChildProcess;
const started: ChildProcess[] = [];

function start(script: string, env: Record<string, string>): ChildProcess {
  const child = spawn("bash", ["-c", script], {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  started.push(child);
  return child;
}

/** Starts a command of the session and waits until it says that all of its processes are there. */
async function startCommand(script: string) {
  const child = start(script, { LOCKSMITH_SESSION: sessionId });
  const ended = once(child, "exit");
  await once(child.stdout ?? child, "data");
  const stat = readStat(proc, Number(child.pid));
  if (typeof stat === "string") throw new Error(`the command is ${stat}`);
  return { ended, leader: { pid: Number(child.pid), startTime: stat.startTime } };
}

const tell = (message: GuardMessage) => guard.stdin?.write(`${JSON.stringify(message)}\n`);
const left = () => runningPids({ leader: null, sessionId });

async function startGuard(...flags: string[]): Promise<void> {
  guard = spawn(process.execPath, [...flags, join(import.meta.dirname, "guard.ts"), sessionId], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  guardEnded = once(guard, "exit");
  await once(guard.stdout ?? guard, "data");
}

beforeEach(async () => {
  sessionId = `ses_${randomUUID()}`;
  bystander = start("echo up; sleep 60", { LOCKSMITH_SESSION: "ses_of_somebody_else" });
  await Promise.all([startGuard(), once(bystander.stdout ?? bystander, "data")]);
});

afterEach(() => {
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  guard.kill("SIGKILL");
  for (const pid of left()) process.kill(pid, "SIGKILL");
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

test("run is gone: the command and all that it started are ended, whatever they do about it", async () => {
  const stubborn =
    "trap '' TERM; (setsid sleep 60 &); (env -u LOCKSMITH_SESSION sleep 60 &); echo up; sleep 60; sleep 60";
  const { leader } = await startCommand(stubborn);
  tell({ leader });
  tell({ stopAtMs: bootClockMs() + 60_000, killAtMs: bootClockMs() + 700 });
  // What the shell put into the background may still be starting.
  await expect
    .poll(() => runningPids({ leader, sessionId }).length, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(4);
  guard.stdin?.end();
  await guardEnded;
  expect(runningPids({ leader, sessionId })).toEqual([]);
});

test("run is gone before it could name the command: the mark finds it", async () => {
  const { ended } = await startCommand("echo up; exec sleep 60");
  guard.stdin?.end();
  await guardEnded;
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test("run is stopped and tells nothing: the command is ended before the TTL is", async () => {
  const ttlEndMs = bootClockMs() + 1_500;
  const { leader } = await startCommand("trap '' TERM; echo up; while :; do sleep 1; done");
  tell({ leader });
  tell({ stopAtMs: ttlEndMs - 1_000, killAtMs: ttlEndMs - 500 });
  await guardEnded;
  expect(bootClockMs()).toBeLessThan(ttlEndMs);
  expect(left()).toEqual([]);
});

/** For --import: the guard's clock stands at the `nowMs` of the last message, and it says each new time that it reads. */
const toldClock = `
  import { registerHooks } from "node:module";
  let now = 0;
  let read = 0;
  process.stdin.on("data", (text) => { now = Number(/"nowMs":(\\d+)/.exec(text)?.[1] ?? now); });
  globalThis.toldClockMs = () => {
    if (read !== now) process.stdout.write("at " + now + "\\n");
    read = now;
    return now;
  };
  registerHooks({
    load: (url, context, next) => url.endsWith("/boot-clock.ts")
      ? { format: "module", shortCircuit: true, source: "export const bootClockMs = globalThis.toldClockMs" }
      : next(url, context),
  });
`;

test("each renewal moves the end, to the millisecond; without one it comes", async () => {
  guard.kill("SIGKILL");
  await startGuard("--import", `data:text/javascript,${encodeURIComponent(toldClock)}`);
  const said = new LineLog();
  createInterface({ input: guard.stdout ?? process.stdin }).on("line", said.add);
  const at = async (nowMs: number, message: GuardMessage) => {
    guard.stdin?.write(`${JSON.stringify({ ...message, nowMs })}\n`);
    await said.find((line) => line === `at ${nowMs}`);
  };
  const { leader, ended } = await startCommand("echo up; exec sleep 60");
  await at(1_000, { leader });
  await at(1_001, { stopAtMs: 2_000, killAtMs: 9_000 });
  await at(1_999, { stopAtMs: 3_000, killAtMs: 9_000 });
  await at(2_999, { stopAtMs: 4_000, killAtMs: 9_000 });
  await at(3_999, { leader });
  expect(left()).toEqual([leader.pid]);
  await at(4_000, { leader });
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test("a stopped command is ended as well", async () => {
  const { leader, ended } = await startCommand("echo up; exec sleep 60");
  process.kill(leader.pid, "SIGSTOP");
  tell({ leader });
  guard.stdin?.end();
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test("done: the guard leaves and touches nothing", async () => {
  const { leader } = await startCommand("echo up; exec sleep 60");
  tell({ leader });
  tell({ done: true });
  expect(await guardEnded).toEqual([0, null]);
  expect(left()).toEqual([leader.pid]);
});

test("a leader's PID that belongs to another process by now is left alone", async () => {
  const pid = Number(bystander.pid);
  tell({ leader: { pid, startTime: 1 } });
  guard.stdin?.end();
  expect(await guardEnded).toEqual([0, null]);
  expect(typeof readStat(proc, pid)).toBe("object");
});
