import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { orphanLease } from "#lib/server/operations/testing/orphans.ts";
import {
  acknowledge,
  colleague,
  confirm,
  plan,
  until as untilOperation,
} from "#lib/server/operations/testing/people.ts";
import { call, listen, type Target } from "#lib/server/testing/api-call.ts";
import { acquire, openSession } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
let dataDir: string;
/** Stays the same while the server behind it is another one. */
const target: Target = { url: "", adminToken: "" };
let looking: ReturnType<typeof setInterval>;

async function start(): Promise<void> {
  server = await startServer({ dataDir, pages: false });
  Object.assign(target, { url: server.url, adminToken: server.adminToken });
}
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-"));
  await start();
});
afterAll(async () => {
  clearInterval(looking);
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

type Incident = Record<string, unknown> & { id: string; state: string };

async function incidents(): Promise<Incident[]> {
  return (await call(target, "GET", "/api/v1/incidents")).body["items"] as Incident[];
}

async function until<T>(ask: () => Promise<T>, wanted: (now: T) => boolean, ms = 60_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const now = await ask();
    if (wanted(now)) return now;
    if (performance.now() > end) throw new Error(`still: ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const resource = "aim_lock_config.conf";

test("a stale lease stops the fleet: one critical incident, the same one after a kill -9, mitigated once it is cleared", async () => {
  const stream = await listen(target, "/api/v1/stream?topics=incidents");
  const orphan = await orphanLease(target, resource, { ttlMs: 3_000 });
  for (let i = 1; i <= 4; i += 1) {
    const session = await openSession(target, `orchestrator-${i}`, `drone-${i}`);
    expect((await acquire(target, resource, session)).status).toBe(409);
    await call(target, "DELETE", `/api/v1/sessions/${session}`);
  }
  const [one] = await until(incidents, ([row]) => row?.["severity"] === "critical" && row["refusals"] === 4);
  expect(one).toMatchObject({
    state: "open",
    title: `Stale lock on ${resource} stops the fleet`,
    resources: [resource],
    lockId: `native/${resource}`,
    nodes: ["node-7"],
    affected: 4,
  });
  for await (const { event, data } of stream.messages) {
    if (event === "change" && data.includes(`"id":"${one?.id}"`)) break;
  }
  stream.close();
  const pages = async () => {
    const { items } = (await call(target, "GET", "/api/v1/pages?state=all")).body;
    return (items as { incidentId: string | null }[]).filter(({ incidentId }) => incidentId === one?.id);
  };
  expect(await pages()).toMatchObject([{ link: `/incidents/${one?.id}`, resolvedAt: null }]);

  await server.kill9();
  await start();
  await orphan.agent.hello();
  looking = setInterval(() => void orphan.look().catch(() => undefined), 500);
  expect(await incidents()).toMatchObject([{ id: one?.id, state: "open", refusals: 4 }]);
  const ada = await colleague(target, "ada", "operator");
  const ben = await colleague(target, "ben", "approver");
  const grace = async () => (await call(target, "GET", "/api/v1/status")).body["graceUntil"];
  await until(grace, (at) => at === null);
  const verdict = async () => (await call(target, "GET", `/api/v1/locks/native/${resource}`)).body["verdict"];
  await until(verdict, (now) => now === "orphan");
  const planned = await plan(ada, { kind: "clear", source: "native", key: resource });
  expect((await confirm(ada, planned, resource)).status).toBe(200);
  expect((await acknowledge(ben, planned)).status).toBe(200);
  await untilOperation(ada, planned.id, (seen) => seen.state === "running" || seen.state === "done");
  const [after] = await until(incidents, ([row]) => row?.state === "mitigated");
  expect(after).toMatchObject({
    id: one?.id,
    severity: "critical",
    refusals: 4,
    affected: 0,
    affectedPeak: 4,
  });
  expect(await pages()).toMatchObject([{ resolvedAt: expect.any(Number) }]);
  const events = await call(target, "GET", `/api/v1/events?ownerId=${one?.id}`);
  const kinds = (events.body["items"] as { kind: string }[]).map(({ kind }) => kind).reverse();
  expect(kinds.filter((kind) => kind !== "incident.severity")).toEqual([
    "incident.opened",
    "incident.mitigated",
  ]);
  const resolved = await ada.call("POST", `/api/v1/incidents/${one?.id}/resolve`, { text: "Cleared." });
  expect(resolved.body).toMatchObject({ state: "resolved" });
}, 150_000);
