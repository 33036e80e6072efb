import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Cli, cli, startCli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { readProcess } from "#lib/sources/kernel/process-facts.ts";
import { failed, ProcFs } from "#lib/sources/kernel/procfs.ts";
import { runningPids } from "./command-group.ts";

const apiOnly = { env: { LOCKSMITH_PAGES: "off" } };
const proc = new ProcFs();
const started: Cli[] = [];
let server: ServerProcess;
let folder: string;
let count = 0;
let lock: string;

beforeAll(async () => {
  server = await startServer(apiOnly);
});
afterAll(() => server.stop());
beforeEach(async () => {
  count += 1;
  lock = `run-${count}.conf`;
  folder = await mkdtemp(join(tmpdir(), "run-"));
});
afterEach(async () => {
  for (const { process } of started.splice(0)) process.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

const flags = (at = server) => ["--server", at.url, "--token-file", join(at.dataDir, "admin-token")];
const runArgs = (extra: string[], command: string[], at = server) => [
  "run",
  ...flags(at),
  "--lock",
  lock,
  ...extra,
  "--",
  ...command,
];
function run(extra: string[], script: string, at = server, program?: [string, ...string[]]): Cli {
  const one = startCli(runArgs(extra, ["sh", "-c", script], at), {}, program);
  started.push(one);
  return one;
}
/** As an older Node runs `npx locksmith`: it cannot replace itself, so the command is its child. */
const wrapped: [string, ...string[]] = [
  process.execPath,
  "--import",
  "data:text/javascript,process.execve=undefined",
  join(import.meta.dirname, "../../launch/locksmith.mjs"),
];
const check = async (epoch: number) => (await cli(["check", ...flags(), lock, String(epoch)])).exitCode;
const sessionOf = (one: Cli) => /session=(\S+)/.exec(one.stdout())?.[1] ?? "";
const commandPids = (one: Cli) => runningPids({ leader: null, sessionId: sessionOf(one) });
const up = 'echo "session=$LOCKSMITH_SESSION epoch=$LOCKSMITH_EPOCH up"';

/** The guards of a run that live now. */
function guardsOf(one: Cli): number[] {
  return proc.pids().filter((pid) => {
    const facts = readProcess(proc, pid);
    return facts?.ppid === one.pid && facts.command.includes("guard.ts");
  });
}

/** Node has come as far as the guard's own code, which takes SIGHUP into its own hands. */
function hasHandlers(pid: number): boolean {
  const status = proc.text(`${pid}/status`, 8_192);
  const caught = failed(status) ? null : /^SigCgt:\t([0-9a-f]+)$/m.exec(status)?.[1];
  return caught != null && (BigInt(`0x${caught}`) & 1n) === 1n;
}

test("the command has the lock and its epoch, and its exit code is passed on", async () => {
  const script = `echo "$LOCKSMITH_LOCK $LOCKSMITH_EPOCH"; "$0" "$1" check "$LOCKSMITH_LOCK" "$LOCKSMITH_EPOCH"; exit 7`;
  const main = join(import.meta.dirname, "../main.ts");
  const first = await cli(runArgs([], ["sh", "-c", script, process.execPath, main]));
  expect(first).toMatchObject({ exitCode: 7, stdout: `${lock} 1\nepoch 1 holds the lock\n`, stderr: "" });
  expect(await check(1)).toBe(5);
  const second = await cli(runArgs([], ["sh", "-c", "echo $LOCKSMITH_EPOCH; kill -TERM $$"]));
  expect(second).toMatchObject({ exitCode: 143, stdout: "2\n" });
});

test("what cannot be started gives the shell's codes and the lock back", async () => {
  expect(await cli(runArgs([], ["/no/such/program"]))).toMatchObject({
    exitCode: 127,
    stderr: "locksmith: /no/such/program: not found\n",
  });
  expect((await cli(runArgs([], ["/etc/passwd"]))).exitCode).toBe(126);
  expect((await cli(runArgs([], ["true"]))).exitCode).toBe(0);
});

test("a held lock: refused at once, refused after the wait, or waited for in the queue with the place said", async () => {
  const holder = run([], `${up}; sleep 60`);
  await holder.said("up");
  const by = new RegExp(`is held by sh on .+ \\(PID ${holder.pid}\\) since 20\\d\\d-[-:T\\d]+Z\\.`);
  const refused = await cli(runArgs([], ["true"]));
  expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringMatching(by) });
  expect(refused.stderr).toContain(`locksmith: ${lock}: It`);
  expect(refused.stderr).toContain("--wait queues");
  const late = await cli(runArgs(["--wait", "300ms"], ["true"]));
  expect(late).toMatchObject({ exitCode: 4, stderr: expect.stringMatching(by) });
  const waiter = run(["--wait", "20s"], `${up}`);
  await waiter.said("place 1 of 1");
  holder.process.kill("SIGTERM");
  expect(await holder.ended).toBe(143);
  expect(await waiter.ended).toBe(0);
  expect(waiter.stdout()).toContain("epoch=2 up");
});

test("a signal goes to the command, which may take its time; while it waits for the lock, it ends the wait", async () => {
  const holder = run([], `trap 'echo cleaning; sleep 0.3; exit 9' TERM; ${up}; while :; do sleep 0.05; done`);
  await holder.said("up");
  const waiter = run(["--wait", "20s"], "echo never");
  await waiter.said("place 1 of 1");
  waiter.process.kill("SIGINT");
  expect(await waiter.ended).toBe(130);
  holder.process.kill("SIGTERM");
  expect(await holder.ended).toBe(9);
  expect(holder.stdout()).toContain("cleaning");
  expect((await cli(runArgs([], ["true"]))).exitCode).toBe(0);
});

test("killed -9: the command ends with it, and its epoch is refused when the next holder's is higher", async () => {
  const killed = run(
    ["--ttl", "2s", "--lock-delay", "0"],
    `trap '' TERM; ${up}; while :; do sleep 0.05; done`,
  );
  await killed.said("up");
  const next = run(["--wait", "20s"], up);
  killed.process.kill("SIGKILL");
  await vi.waitFor(() => expect(commandPids(killed)).toEqual([]), { timeout: 2_000 });
  expect(await next.ended).toBe(0);
  expect(next.stdout()).not.toContain("epoch=1 ");
  expect(await check(1)).toBe(5);
});

test("the wrapper passes signals and exit codes on; killed -9, it takes its run and the lease along", async () => {
  const asked = run([], `trap 'exit 9' INT; ${up}; while :; do sleep 0.05; done`, server, wrapped);
  await asked.said("up");
  asked.process.kill("SIGINT");
  expect(await asked.ended).toBe(9);
  const killed = run(["--ttl", "60s"], `${up}; sleep 60`, server, wrapped);
  await killed.said("up");
  killed.process.kill("SIGKILL");
  await vi.waitFor(() => expect(commandPids(killed)).toEqual([]), { timeout: 5_000 });
  // Long before its TTL: it was given back.
  const next = await cli(runArgs(["--wait", "10s"], ["sh", "-c", "echo $LOCKSMITH_EPOCH"]));
  expect(next).toMatchObject({ exitCode: 0, stdout: "3\n" });
});

test("stopped for longer than the TTL: the command is dead before another one begins, and run knows it was lost", async () => {
  const log = join(folder, "log");
  const work = (name: string) => `while :; do echo ${name} >> ${log}; sleep 0.02; done`;
  const stopped = run(["--ttl", "2s", "--lock-delay", "0"], `trap '' TERM; ${up}; ${work("first")}`);
  await stopped.said("up");
  stopped.process.kill("SIGSTOP");
  const next = run(["--wait", "30s"], `${up}; for i in 1 2 3 4 5; do echo second >> ${log}; sleep 0.1; done`);
  expect(await next.ended).toBe(0);
  stopped.process.kill("SIGCONT");
  expect(await stopped.ended).toBe(5);
  const order = (await readFile(log, "utf8")).trim().split("\n");
  expect(order.indexOf("second")).toBeGreaterThan(0);
  expect(order.lastIndexOf("first")).toBeLessThan(order.indexOf("second"));
});

test("the session is closed under it: the command is stopped at once", async () => {
  const one = run([], `${up}; sleep 60`);
  await one.said("up");
  const answer = await fetch(`${server.url}/api/v1/sessions/${sessionOf(one)}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${server.adminToken}` },
  });
  expect(answer.ok).toBe(true);
  expect(await one.ended).toBe(5);
  expect(one.stderr()).toContain("stopping the command");
  expect(commandPids(one)).toEqual([]);
});

test("the server dies for good: the command is dead before its TTL ends", async () => {
  const own = await startServer(apiOnly);
  const one = run(["--ttl", "2s"], `trap '' TERM; ${up}; while :; do sleep 0.05; done`, own);
  await one.said("up");
  await own.kill9();
  const diedAtMs = performance.now();
  await vi.waitFor(() => expect(commandPids(one)).toEqual([]), { timeout: 3_000, interval: 10 });
  // The last renewal was sent before the server died.
  expect(performance.now() - diedAtMs).toBeLessThan(2_000);
  expect(await one.ended).toBe(5);
});

test("the server hangs: the command is dead before its TTL ends, and the next one waits its turn", async () => {
  const own = await startServer(apiOnly);
  const one = run(
    ["--ttl", "2s", "--lock-delay", "0"],
    `trap '' TERM; ${up}; while :; do sleep 0.05; done`,
    own,
  );
  await one.said("up");
  process.kill(own.pid, "SIGSTOP");
  const stoppedAtMs = performance.now();
  await vi.waitFor(() => expect(commandPids(one)).toEqual([]), { timeout: 3_000, interval: 10 });
  expect(performance.now() - stoppedAtMs).toBeLessThan(2_000);
  process.kill(own.pid, "SIGCONT");
  expect(await one.ended).toBe(5);
  const next = await cli(runArgs(["--wait", "20s"], ["sh", "-c", "echo $LOCKSMITH_EPOCH"], own));
  expect(next.exitCode).toBe(0);
  expect(Number(next.stdout)).toBeGreaterThan(1);
  await own.stop();
});

test("a guard that is killed is replaced, and the new one guards the same command", async () => {
  const one = run(["--ttl", "20s"], `${up}; sleep 60`);
  await one.said("up");
  const [first] = guardsOf(one);
  if (first === undefined) throw new Error("no guard");
  process.kill(first, "SIGKILL");
  await vi.waitFor(() => expect(guardsOf(one).filter((pid) => pid !== first)).toHaveLength(1), 10_000);
  // Started is not yet told: give it the time that a start takes.
  await vi.waitFor(() => expect(hasHandlers(guardsOf(one)[0] ?? 0)).toBe(true), 10_000);
  one.process.kill("SIGKILL");
  await vi.waitFor(() => expect(commandPids(one)).toEqual([]), 5_000);
});

test("the server is killed and started again within the TTL: the command goes on with its epoch", async () => {
  const dataDir = join(folder, "data");
  const port = ["--port", String(await freePort())];
  const before = await startServer({ ...apiOnly, dataDir, args: port });
  const one = run(["--ttl", "20s"], `${up}; sleep 60`, before);
  await one.said("up");
  await before.kill9();
  const after = await startServer({ ...apiOnly, dataDir, args: port });
  const still = await cli(["check", ...flags(after), lock, "1"]);
  expect(still.exitCode).toBe(0);
  one.process.kill("SIGTERM");
  expect(await one.ended).toBe(143);
  const next = await cli(runArgs(["--wait", "20s"], ["sh", "-c", "echo $LOCKSMITH_EPOCH"], after));
  expect(next).toMatchObject({ exitCode: 0, stdout: "2\n" });
  await after.stop();
});

test("exit codes when nothing could be asked: out of reach, not allowed", async () => {
  expect((await cli(["run", "--server", "http://127.0.0.1:1", "--lock", lock, "--", "true"])).exitCode).toBe(
    69,
  );
  const wrong = await cli(["run", "--server", server.url, "--lock", lock, "--", "true"], {
    LOCKSMITH_TOKEN: "not-a-token-of-this-server",
  });
  expect(wrong.exitCode).toBe(77);
});

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
