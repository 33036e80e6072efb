import { chmodSync, closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { replaceRunning } from "#lib/agent/config/replace-running.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import {
  acknowledge,
  type Colleague,
  colleague,
  confirm,
  look,
  plan,
  until,
} from "#lib/server/operations/testing/people.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { tryFlock } from "#lib/sources/kernel/try-flock.ts";
import { GuardedFolder, saidBy } from "./testing/guarded-folder.ts";
import { guardedWrite } from "./testing/guarded-write.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;
let folder: GuardedFolder;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());
beforeEach(() => {
  folder = new GuardedFolder();
});
afterEach(() => folder.end());

const guard = (...args: string[]) => folder.guard(server, ...args);
const write = (epoch: number, content: string) => guardedWrite(folder.file, epoch, content);
const lock = async () => (await call(server, "GET", `/api/v1/locks/native/${folder.name}`)).body;
const events = async () => {
  const { body } = await call(server, "GET", `/api/v1/events?lockId=native/${folder.name}`);
  return (body["items"] as { kind: string; text: string }[]).map(({ kind }) => kind);
};
async function eventually(what: string, is: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a guardian holds both locks, lets the newest epoch write, keeps mode and lock, and gives both back", async () => {
  const file = folder.newFile("whole-life.conf");
  chmodSync(file, 0o640);
  const one = guard();
  await one.said('"guarding"');
  expect(saidBy(one)[0]).toMatchObject({ event: "guarding", epoch: 1, clean: null });
  expect(await folder.isLocked()).toBe(true);
  const { ino } = statSync(file);

  expect(await write(1, "mode = 2\n")).toMatchObject({ exitCode: 0 });
  expect(readFileSync(file, "utf8")).toBe("mode = 2\n");
  // Another file, whole at every moment; and the guardian's lock is on this one now.
  expect(statSync(file)).toMatchObject({ mode: 0o100640 });
  expect(statSync(file).ino).not.toBe(ino);
  expect(await folder.isLocked()).toBe(true);

  expect(await write(2, "mode = 3\n")).toMatchObject({
    exitCode: 5,
    stderr: "locksmith: epoch 2 is not the newest\n",
  });
  expect(readFileSync(file, "utf8")).toBe("mode = 2\n");

  const second = guard();
  expect(await second.ended).toBe(4);
  writeFileSync(file, "mode = 9\n# last touched by node-7 @ 03:12\n");
  await one.said('"touched"');
  expect(saidBy(one).at(-1)).toMatchObject({ event: "touched", by: "node-7 @ 03:12", through: false });
  await eventually("the timeline", async () => {
    const kinds = await events();
    return ["guard.guarding", "config.written", "config.refused", "config.touched"].every((kind) =>
      kinds.includes(kind),
    );
  });

  one.process.kill("SIGTERM");
  expect(await one.ended).toBe(0);
  expect(await folder.isLocked()).toBe(false);
  expect(await lock()).toMatchObject({ state: "free", epoch: 1 });
  expect(await write(1, "mode = 4\n")).toMatchObject({ exitCode: 3 });
});

test("what the kernel says is locked is not guarded, and the lease is given back", async () => {
  const file = folder.newFile("locked-elsewhere.conf");
  const fd = openSync(file, "r");
  expect(await tryFlock(fd)).toBe("free");
  const one = guard();
  expect(await one.ended).toBe(4);
  closeSync(fd);
  expect(one.stderr()).toContain("still locked in the kernel by another process");
  expect(await lock()).toMatchObject({ state: "free" });
});

test("killed with -9: no flock is left, the lease is kept and not taken by its restart; after a clear the watchdog guards", async () => {
  const file = folder.newFile("aim_lock_config.conf");
  await server.startAgent({ node: "node-7" });
  const first = guard("--node", "node-7");
  await first.said('"guarding"');
  expect(await write(1, "mode = 2\n")).toMatchObject({ exitCode: 0 });
  const watchdog = guard("--node", "node-7", "--watchdog");
  await watchdog.said("its guardian lives");

  first.process.kill("SIGKILL");
  await first.ended;
  expect(await folder.isLocked()).toBe(false);
  await watchdog.said("waiting for a clear");
  expect(await lock()).toMatchObject({ verdict: "orphan" });
  const again = guard("--node", "node-7");
  expect(await again.ended).toBe(4);
  expect(await folder.isLocked()).toBe(false);

  // Somebody grabs the kernel's lock meanwhile: the two layers are cleared one by one.
  const other = folder.lockElsewhere();
  await eventually("the other's lock", () => folder.isLocked());

  const successor = { node: "node-7", service: "watchdog" };
  const planned = await plan(ada, {
    kind: "clear",
    source: "native",
    key: "aim_lock_config.conf",
    successor,
  });
  expect((await confirm(ada, planned, "aim_lock_config.conf")).status).toBe(200);
  expect((await acknowledge(ben, planned)).status).toBe(200);
  await watchdog.said("still locked in the kernel by another process");
  expect(await lock()).toMatchObject({ verdict: "live", holder: { service: "watchdog" } });
  other.end();
  await watchdog.said('"guarding"');
  const guarding = saidBy(watchdog).find(({ event }) => event === "guarding");
  const epoch = Number(guarding?.["epoch"]);
  expect(guarding).toMatchObject({ clean: true, good: { epoch: 1 } });
  expect(epoch).toBeGreaterThan(2);
  expect(await folder.isLocked()).toBe(true);
  expect(await write(1, "mode = 3\n")).toMatchObject({ exitCode: 5 });
  expect(await write(epoch, "mode = 3\n")).toMatchObject({ exitCode: 0 });
  const done = await until(ada, planned.id, ({ state }) => state === "done" || state === "failed");
  expect(done).toMatchObject({ state: "done" });
  expect(existsSync(`${file}.guard-new`)).toBe(false);
}, 90_000);

test("what was changed while nobody guarded is said, not taken as clean", async () => {
  const file = folder.newFile("unclean.conf");
  const first = guard();
  await first.said('"guarding"');
  first.process.kill("SIGTERM");
  await first.ended;
  writeFileSync(file, "mode = 666\n");
  const second = guard();
  await second.said('"guarding"');
  expect(saidBy(second)[0]).toMatchObject({ event: "guarding", epoch: 2, clean: false });
});

test("an agent that applies a configuration has the guardian write it, and is refused with an old epoch", async () => {
  const file = folder.newFile("applied.conf");
  const one = guard();
  await one.said('"guarding"');
  const stat = readStat(new ProcFs(), one.pid);
  const guardians = typeof stat === "string" ? [] : [{ pid: stat.pid, startTime: stat.startTime }];
  const apply = (epoch: number, content: string) =>
    replaceRunning({ path: file, guardians, epoch, by: "canary op_1", content: Buffer.from(content) });
  expect(await apply(1, "mode = 2\n")).toBeNull();
  expect(readFileSync(file, "utf8")).toBe("mode = 2\n");
  expect(saidBy(one).at(-1)).toMatchObject({ event: "wrote", by: "canary op_1", epoch: 1 });
  expect(await apply(9, "mode = 3\n")).toBe("epoch 9 is not the newest");
  expect(readFileSync(file, "utf8")).toBe("mode = 2\n");
});

test("drained, a guardian keeps its locks and writes nothing, until the hold is over by itself", async () => {
  folder.newFile("drained.conf");
  const one = guard("--service", "drained-guardian");
  await one.said('"guarding"');
  const scope = { type: "service", service: "drained-guardian" };
  const drain = await plan(ada, { kind: "drain", scope, holdMs: 6_000 });
  expect((await confirm(ada, drain, null)).status).toBe(200);
  if ((await look(ada, drain.id)).state === "waiting") await acknowledge(ben, drain);
  await one.said('"paused"');
  expect(await write(1, "mode = 2\n")).toMatchObject({ exitCode: 75 });
  expect(await folder.isLocked()).toBe(true);
  await one.said('"resumed"');
  expect(await write(1, "mode = 2\n")).toMatchObject({ exitCode: 0 });
});
