import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startCli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import {
  acknowledge,
  type Colleague,
  colleague,
  confirm,
  plan,
  type Seen,
  until as untilOperation,
} from "#lib/server/operations/testing/people.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { readHostView } from "#lib/sources/kernel/host-view.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";

const onHost = test.skipIf(readHostView(new ProcFs(), { uid: 0, groups: [] }).scope !== "host");
const name = "aim_lock_config.conf";
let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;
let host: RealHost;
const ended: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());
beforeEach(() => {
  host = new RealHost();
});
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
  await server.stopAgents();
  await host.end();
});

/** The lock of a real orphan as the server shows it, with its file and the key. */
async function orphan(command = ["sleep", "600"]): Promise<{ file: string; key: string; pids: number[] }> {
  const file = host.file(name);
  const taker = host.start("flock", [file, ...command]);
  const shown = (wanted: (lock: Record<string, unknown>) => boolean) =>
    until(name, async () => {
      const { body } = await call(server, "GET", `/api/v1/locks?source=kernel&resource=${name}`);
      const rows = body["items"] as Record<string, unknown>[];
      return rows.find((row) => String(row["path"]).startsWith(host.folder) && wanted(row)) ?? null;
    });
  const held = await shown((row) => Number(row["coHolders"]) === 1);
  const { body } = await call(server, "GET", `/api/v1/locks/${String(held["id"])}`);
  const heirs = (body["holders"] as { pid: number }[]).filter(({ pid }) => pid !== taker.pid);
  for (const { pid } of heirs) host.alsoEnd(pid);
  taker.kill("SIGKILL");
  const row = await shown(({ verdict }) => verdict === "orphan");
  return { file, key: String(row["key"]), pids: heirs.map(({ pid }) => pid) };
}

const lockIsFree = (file: string) => spawnSync("flock", ["--nonblock", file, "true"]).status === 0;

/** With a watchdog that could take the file: two people clear, and the watchdog pauses for it. */
async function clearWith(
  spec: { key: string; killAfterMs?: number },
  node: string,
  file: string,
): Promise<Seen> {
  const flags = ["--server", server.url, "--token-file", join(server.dataDir, "admin-token"), "--json"];
  const watchdog = startCli(["guard", file, ...flags, "--node", node, "--watchdog"]);
  ended.push(async () => {
    watchdog.process.kill("SIGKILL");
    await watchdog.ended;
  });
  await watchdog.said('"standby"');
  const clear = await plan(ada, { kind: "clear", source: "kernel", ...spec });
  expect((await confirm(ada, clear, name)).status).toBe(200);
  expect((await acknowledge(ben, clear)).status).toBe(200);
  const waiting = await untilOperation(ada, clear.id, ({ state }) => state === "waiting");
  expect(waiting.plan.gates.map(({ id }) => id)).toContain("quiesced");
  expect(lockIsFree(file)).toBe(false);
  const scope = { type: "service", service: "watchdog", node };
  const drain = await plan(ada, { kind: "drain", scope, holdMs: 30_000, forOperation: clear.id });
  expect((await confirm(ada, drain, null)).status).toBe(200);
  await watchdog.said('"paused"');
  return clear;
}

const isOver = ({ state }: Seen) => state === "done" || state === "failed";

onHost(
  "a real orphan is cleared by two people, after the watchdog has paused, and the file is what it was",
  async () => {
    await server.startAgent({ node: "node-9", args: ["--allow-clear"] });
    const { file, key } = await orphan();
    const { ino } = statSync(file);
    const clear = await clearWith({ key }, "node-9", file);
    expect(await untilOperation(ada, clear.id, isOver, 45_000)).toMatchObject({ state: "done" });
    expect(lockIsFree(file)).toBe(true);
    expect(statSync(file).ino).toBe(ino);
  },
  120_000,
);

onHost(
  "an agent killed with -9 over a clear: its next run lets the holder go on, and the clear fails and says why",
  async () => {
    const args = ["--allow-clear", "--state", join(host.folder, "agent.state")];
    const first = await server.startAgent({ node: "node-11", args });
    const deaf = ["perl", "-e", '$SIG{TERM} = "IGNORE"; sleep 600'];
    const { file, key, pids } = await orphan(deaf);
    const clear = await clearWith({ key, killAfterMs: 60_000 }, "node-11", file);
    await untilOperation(ada, clear.id, ({ sentence }) => sentence === "Ending the holders.", 45_000);
    await first.kill9();
    await server.startAgent({ node: "node-11", args });
    const failed = await untilOperation(ada, clear.id, isOver, 45_000);
    expect(failed).toMatchObject({ state: "failed" });
    expect(failed.result?.text).toContain("interrupted");
    for (const pid of pids) expect(readStat(new ProcFs(), pid)).toMatchObject({ state: "S" });
    expect(lockIsFree(file)).toBe(false);
  },
  120_000,
);

onHost("an agent without leave to clear shuts the gate, and nobody is touched", async () => {
  await server.startAgent({ node: "node-10" });
  const { file, key } = await orphan();
  const clear = await plan(ada, { kind: "clear", source: "kernel", key });
  const agent = clear.plan.gates.find(({ id }) => id === "agent");
  expect(agent).toMatchObject({ state: "shut" });
  expect(agent?.because).toContain("--allow-clear");
  expect(lockIsFree(file)).toBe(false);
});
