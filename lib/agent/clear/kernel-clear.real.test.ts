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
  until as untilOperation,
} from "#lib/server/operations/testing/people.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { readHostView } from "#lib/sources/kernel/host-view.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";

const onHost = test.skipIf(readHostView(new ProcFs(), { uid: 0, groups: [] }).scope !== "host");
const name = "aim_lock_config.conf";
const node = "node-9";
let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;
let host: RealHost;

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
  await server.stopAgents();
  await host.end();
});

/** The lock of a real orphan as the server shows it, with its file and the key. */
async function orphan(): Promise<{ file: string; key: string; id: string }> {
  const file = host.file(name);
  const taker = host.start("flock", [file, "sleep", "600"]);
  const shown = (wanted: (lock: Record<string, unknown>) => boolean) =>
    until(name, async () => {
      const { body } = await call(server, "GET", `/api/v1/locks?source=kernel&resource=${name}`);
      const rows = body["items"] as Record<string, unknown>[];
      return rows.find((row) => String(row["path"]).startsWith(host.folder) && wanted(row)) ?? null;
    });
  const held = await shown((row) => Number(row["coHolders"]) === 1);
  const { body } = await call(server, "GET", `/api/v1/locks/${String(held["id"])}`);
  for (const { pid } of body["holders"] as { pid: number }[]) if (pid !== taker.pid) host.alsoEnd(pid);
  taker.kill("SIGKILL");
  const row = await shown(({ verdict }) => verdict === "orphan");
  return { file, key: String(row["key"]), id: String(row["id"]) };
}

const lockIsFree = (file: string) => spawnSync("flock", ["--nonblock", file, "true"]).status === 0;

onHost(
  "a real orphan is cleared by two people, after the watchdog has paused, and the file is what it was",
  async () => {
    await server.startAgent({ node, args: ["--allow-clear"] });
    const { file, key } = await orphan();
    const { ino } = statSync(file);
    const flags = ["--server", server.url, "--token-file", join(server.dataDir, "admin-token"), "--json"];
    const watchdog = startCli(["guard", file, ...flags, "--node", node, "--watchdog"]);
    try {
      await watchdog.said("nobody has guarded it yet");
      const clear = await plan(ada, { kind: "clear", source: "kernel", key });
      expect((await confirm(ada, clear, name)).status).toBe(200);
      expect((await acknowledge(ben, clear)).status).toBe(200);
      const waiting = await untilOperation(ada, clear.id, ({ state }) => state === "waiting");
      expect(lockIsFree(file)).toBe(false);
      expect(waiting.plan.gates.map(({ id }) => id)).toContain("quiesced");

      const scope = { type: "service", service: "watchdog", node };
      const drain = await plan(ada, { kind: "drain", scope, holdMs: 30_000, forOperation: clear.id });
      expect((await confirm(ada, drain, null)).status).toBe(200);
      await watchdog.said('"paused"');
      const done = await untilOperation(
        ada,
        clear.id,
        ({ state }) => state === "done" || state === "failed",
        45_000,
      );
      expect(done).toMatchObject({ state: "done" });
      expect(lockIsFree(file)).toBe(true);
      expect(statSync(file).ino).toBe(ino);
    } finally {
      watchdog.process.kill("SIGKILL");
      await watchdog.ended;
    }
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
