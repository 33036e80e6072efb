import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
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

beforeEach(async () => {
  sessionId = `ses_${randomUUID()}`;
  guard = spawn(process.execPath, [join(import.meta.dirname, "guard.ts"), sessionId], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  guardEnded = once(guard, "exit");
  bystander = start("echo up; sleep 60", { LOCKSMITH_SESSION: "ses_of_somebody_else" });
  await Promise.all([once(guard.stdout ?? guard, "data"), once(bystander.stdout ?? bystander, "data")]);
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

test("each renewal moves the end; without one it comes", async () => {
  const { leader, ended } = await startCommand("echo up; exec sleep 60");
  tell({ leader });
  for (let renewal = 0; renewal < 4; renewal += 1) {
    tell({ stopAtMs: bootClockMs() + 3_000, killAtMs: bootClockMs() + 6_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(left()).toEqual([leader.pid]);
  }
  const fromMs = bootClockMs();
  expect(await ended).toEqual([null, "SIGTERM"]);
  expect(bootClockMs() - fromMs).toBeLessThan(5_000);
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
