import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { orphanLease } from "#lib/server/operations/testing/orphans.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { acquire, openSession } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
let dataDir: string;
const start = () => startServer({ dataDir, pages: false });
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-"));
  server = await start();
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

type Incident = Record<string, unknown> & { id: string; state: string };

async function incidents(): Promise<Incident[]> {
  return (await call(server, "GET", "/api/v1/incidents")).body["items"] as Incident[];
}

async function until<T>(ask: () => Promise<T>, wanted: (now: T) => boolean, ms = 30_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const now = await ask();
    if (wanted(now)) return now;
    if (performance.now() > end) throw new Error(`still: ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a stale lease that refuses several nodes is one critical incident, mitigated after the repair", async () => {
  const resource = "aim_lock_config.conf";
  const orphan = await orphanLease(server, resource);
  for (let i = 1; i <= 4; i += 1) {
    const session = await openSession(server, `orchestrator-${i}`, `drone-${i}`);
    expect((await acquire(server, resource, session)).status).toBe(409);
  }
  const [one] = await until(
    incidents,
    (all) => all[0]?.["severity"] === "critical" && all[0]["refusals"] === 4,
  );
  expect(one).toMatchObject({
    state: "open",
    resources: [resource],
    lockId: `native/${resource}`,
    affected: 4,
    nodes: ["node-7"],
    title: `Stale lock on ${resource} stops the fleet`,
  });
  const detail = (await call(server, "GET", `/api/v1/incidents/${one?.id}`)).body;
  expect(detail).toMatchObject({ pageId: expect.stringMatching(/^pag_/), locks: [{ verdict: "orphan" }] });
  expect(await incidents()).toHaveLength(1);

  await server.kill9();
  server = await start();
  expect(await incidents()).toMatchObject([{ id: one?.id, state: "open", refusals: 4 }]);
  void orphan;
});
