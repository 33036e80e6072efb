import { accessSync, constants, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Api, createApi } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { EventList } from "#lib/contract/lists.ts";
import type { LockDetail, LockList } from "#lib/contract/locks.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { type AgentProcess, startAgent } from "#lib/launch/testing/agent-process.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";

let dataDir: string;
let port: number;
let server: ServerProcess;
let api: Api;
let host: RealHost;

/** Always on the same port and data, so that an agent finds a server that was started again. */
async function start(): Promise<ServerProcess> {
  const started = await startServer({ dataDir, pages: false, args: ["--port", `${port}`] });
  api = createApi({ baseUrl: started.url, token: started.adminToken });
  return started;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-agent-test-"));
  port = await freePort();
  server = await start();
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  host = new RealHost();
});
afterEach(() => host.end());

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}

/** The lock on a file of this test as the server shows it, once it is as wanted. */
function shown(node: string, resource: string, wanted: (lock: LockDetail) => boolean): Promise<LockDetail> {
  return until(`${resource} on ${node}`, async () => {
    const { items } = await api.get<LockList>(apiPaths.locks, { query: { node, resource } });
    const row = items.find((item) => item.path?.startsWith(host.folder));
    if (row === undefined) return null;
    const lock = await api.get<LockDetail>(apiPaths.lock(row.source, row.key));
    return wanted(lock) ? lock : null;
  });
}

const nodeOf = async (name: string) =>
  (await api.get<{ node: NodeRow } | NodeRow>(apiPaths.node(name))) as NodeRow;

async function withAgent(node: string, work: (agent: AgentProcess) => Promise<void>): Promise<void> {
  // Not through the server, which would take its agents along when it is killed.
  const agent = await startAgent(server, { node });
  try {
    await work(agent);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${agent.log.text()}`, {
      cause: error,
    });
  } finally {
    await agent.stop();
  }
}

test("a real orphan reaches the lock page: dead taker, true holder, verdict, and then a tombstone", async () => {
  await withAgent("orphanage", async () => {
    const taker = host.start("flock", [host.file("aim_lock_config.conf"), "sleep", "600"]);
    const held = await shown("orphanage", "aim_lock_config.conf", (l) => l.holders.length >= 2);
    expect(held.verdict).toBe("live");
    const sleeper = held.holders.find((h) => h.command?.startsWith("sleep"))?.pid ?? undefined;
    host.alsoEnd(sleeper);
    taker.kill("SIGKILL");
    const orphan = await shown("orphanage", "aim_lock_config.conf", (l) => l.verdict === "orphan");
    expect(orphan.sentence).toContain(`PID ${taker.pid}, is gone; \`sleep\` (PID ${sleeper})`);
    expect(orphan.evidence.map((e) => e.kind)).toEqual(
      expect.arrayContaining(["taker-gone", "fdinfo-holder"]),
    );
    process.kill(sleeper ?? 0, "SIGKILL");
    const gone = await until("the tombstone", async () => {
      const lock = await api.get<LockDetail>(apiPaths.lock(orphan.source, orphan.key));
      return lock.tombstone === null ? null : lock;
    });
    expect(gone.tombstone?.lastVerdict).toBe("orphan");
  });
});

test("a lock that went while the server was dead is gone after it came back, and a new one is there", async () => {
  await withAgent("survivor", async (agent) => {
    const first = host.start("flock", [host.file("before.conf"), "sleep", "600"]);
    const before = await shown("survivor", "before.conf", (l) => l.holders.length >= 2);
    await server.kill9();
    for (const { pid } of before.holders) if (pid !== null) process.kill(pid, "SIGKILL");
    await until("the end of flock", () => first.signalCode);
    await agent.log.find((line) => line.includes("cannot be reached"));
    const second = host.start("flock", [host.file("after.conf"), "sleep", "600"]);
    server = await start();
    const after = await shown("survivor", "after.conf", (l) => l.holders.length >= 2);
    for (const { pid } of after.holders) host.alsoEnd(pid ?? undefined);
    expect(after.holders.map((h) => h.pid)).toContain(second.pid);
    await until("the end of the first lock", async () => {
      const { items } = await api.get<LockList>(apiPaths.locks, {
        query: { node: "survivor", resource: "before.conf" },
      });
      return items.length === 0 || null;
    });
  });
});

test("told to stop, it says goodbye: the node is stopped, not silent", async () => {
  const agent = await server.startAgent({ node: "leaver" });
  await until("the node", async () => (await nodeOf("leaver").catch(() => null))?.state === "up" || null);
  expect(await agent.stop()).toBe("stopped");
  await until("the goodbye", async () => (await nodeOf("leaver")).state === "stopped" || null);
});

test("killed with -9, its beats stop and the node does not stay up", async () => {
  const agent = await server.startAgent({ node: "crasher" });
  await until("the node", async () => (await nodeOf("crasher").catch(() => null))?.state === "up" || null);
  await agent.kill9();
  const state = await until("another state", async () => {
    const now = (await nodeOf("crasher")).state;
    return now === "up" ? null : now;
  });
  expect(["late", "silent"]).toContain(state);
});

test.skipIf(!canWrite("/dev/kmsg"))("a line of the kernel log is an event of the node", async () => {
  await withAgent("listener", async () => {
    await until("the node", async () => (await nodeOf("listener").catch(() => null))?.state === "up" || null);
    // In letters: lines that differ by a number alone count as repeated, and an earlier run's may still be in the log.
    const run = Array.from(String(process.pid), (digit) => "ghijklmnop"[Number(digit)]).join("");
    const words = `test ${run} restarted with incomplete cleanup`;
    writeFileSync("/dev/kmsg", `<12>locksmith guard: ${words}\n`);
    const event = await until("the event", async () => {
      const { items } = await api.get<EventList>(apiPaths.events, { query: { node: "listener" } });
      return items.find((item) => item.text.includes(words)) ?? null;
    });
    expect(event).toMatchObject({ kind: "guardian.message", severity: "warning" });
  });
});

function canWrite(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}
