import { type ChildProcess, spawnSync } from "node:child_process";
import { readFileSync, statSync, unlinkSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readHostView } from "#lib/sources/kernel/host-view.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { nextLine, RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";
import { type ClearOutcome, endHolders } from "./end-holders.ts";
import { type ClearHands, type Named, realHands } from "./hands.ts";

let host: RealHost;
beforeEach(() => {
  host = new RealHost();
});
afterEach(() => host.end());

const proc = new ProcFs();
const onHost = test.skipIf(readHostView(proc, { uid: 0, groups: [] }).scope !== "host");

/** A real orphan: `flock` is killed, and what it had started holds on. */
async function orphan(name: string, command: readonly string[]) {
  const file = host.file(name);
  const taker = host.start("flock", [file, ...command]);
  const { lock } = await host.scanUntil(name, (l) => l.holders.length === 2);
  const heir = lock.holders.find((h) => h.process.pid !== taker.pid)?.process;
  host.alsoEnd(heir?.pid);
  if (command[0] === "perl") await nextLine(taker);
  await killed(taker);
  const found = await host.scanUntil(name, (l) => l.holders.length === 1);
  return { file, key: found.lock.key, holders: found.lock.holders.map((h) => h.process) };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await until("the death of the taker", () => child.signalCode);
}

function clear(
  task: { key: string; holders: readonly Named[] },
  options: { killAfterMs?: number; hands?: Partial<ClearHands> } = {},
): Promise<ClearOutcome> {
  const { key, holders } = task;
  const hands = { ...realHands(), ...options.hands };
  return endHolders({ key, holders, killAfterMs: options.killAfterMs ?? null }, hands, () => {});
}

const lockIsFree = (file: string) => spawnSync("flock", ["--nonblock", file, "true"]).status === 0;

onHost("a real orphan is ended, the lock is free, and the file is the same file as before", async () => {
  const task = await orphan("aim_lock_config.conf", ["sleep", "600"]);
  const { ino } = statSync(task.file);
  expect(lockIsFree(task.file)).toBe(false);
  const result = await clear(task);
  expect(result).toMatchObject({ outcome: "done" });
  expect(result.lines.at(-1)).toBe("a try to take it without waiting succeeded, and was given back at once");
  expect(statSync(task.file).ino).toBe(ino);
  expect(lockIsFree(task.file)).toBe(true);
  expect(readFileSync("/proc/locks", "utf8")).not.toContain(`:${ino} `);
});

onHost("also on a file that was deleted meanwhile, which is not made again", async () => {
  const task = await orphan("deleted.conf", ["sleep", "600"]);
  unlinkSync(task.file);
  const result = await clear(task);
  expect(result.lines.at(-1)).toContain("succeeded");
  expect(statSync(task.file, { throwIfNoEntry: false })).toBeUndefined();
});

const deaf = ["perl", "-e", '$SIG{TERM} = "IGNORE"; $| = 1; print "deaf\\n"; sleep 600'];

onHost("one that ignores SIGTERM lives on without leave to kill, and is killed with it", async () => {
  const task = await orphan("deaf.conf", deaf);
  const { monoMs } = realHands();
  const patient = await clear(task, { hands: { monoMs: () => monoMs() * 100 } });
  expect(patient.text).toContain("did not end within 15 s of SIGTERM, and the plan allows no SIGKILL");
  const stat = readStat(proc, task.holders[0]?.pid ?? 0);
  expect(stat).toMatchObject({ state: "S" });
  expect(await clear(task, { killAfterMs: 50 })).toMatchObject({ outcome: "done" });
  expect(lockIsFree(task.file)).toBe(true);
});

onHost("a process that does not hold the lock is not touched", async () => {
  const task = await orphan("swapped.conf", ["sleep", "600"]);
  const other = host.start("sleep", ["600"]);
  const stat = readStat(proc, other.pid ?? 0);
  if (typeof stat === "string") throw new Error(stat);
  const result = await clear({ key: task.key, holders: [{ pid: stat.pid, startTime: stat.startTime }] });
  expect(result).toMatchObject({
    outcome: "failed",
    text: `Nothing was ended: PID ${stat.pid} does not hold the lock any more.`,
  });
  expect(readStat(proc, stat.pid)).toMatchObject({ state: "S" });
  expect(lockIsFree(task.file)).toBe(false);
});

onHost("a POSIX lock is freed too; whether it could be taken is said not to be verified", async () => {
  const code = `use Fcntl ":DEFAULT", ":flock"; open(F, "+<", $ARGV[0]); my $l = pack("s s x4 q q l x4", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; $| = 1; print "ready\\n"; sleep 600`;
  const holder = host.start("perl", ["-e", code, host.file("posix.conf")]);
  await nextLine(holder);
  const { lock } = await host.scanUntil("posix.conf", (l) => l.type === "posix" && l.holders.length === 1);
  const result = await clear({ key: lock.key, holders: lock.holders.map((h) => h.process) });
  expect(result).toMatchObject({ outcome: "done" });
  expect(result.lines.at(-1)).toContain("not verified");
});
