import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { openSession } from "#lib/server/testing/lock-world.ts";
import { orphanLease } from "./testing/orphans.ts";
import { acknowledge, colleague, confirm, plan, until } from "./testing/people.ts";

let dataDir: string;
let server: ServerProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-clear-"));
  server = await startServer({ pages: false, dataDir });
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("a server that is killed in the quarantine keeps the resource shut, and ends what it began", async () => {
  const ada = await colleague(server, "ada", "operator");
  const ben = await colleague(server, "ben", "approver");
  const { resource, epoch } = await orphanLease(server, "killed-in-the-middle", { ttlMs: 3_000 });
  const seen = await plan(ada, { kind: "clear", source: "native", key: resource });
  await confirm(ada, seen, resource);
  await acknowledge(ben, seen);
  await until(ada, seen.id, ({ state }) => state === "running");
  await server.kill9();
  server = await startServer({ pages: false, dataDir });
  const lock = () => call(server, "GET", `/api/v1/locks/native/${resource}`);
  expect((await lock()).body).toMatchObject({ state: "quarantined", epoch: epoch + 1 });
  const sessionId = await openSession(server, "stranger", "node-9");
  const refused = await call(server, "POST", `/api/v1/leases/${resource}/acquire`, { sessionId });
  expect(refused).toMatchObject({ status: 409, body: { code: "lock-held" } });
  const again = await colleague(server, "eve", "viewer");
  const done = await until(again, seen.id, ({ state }) => state === "done");
  expect(done.result?.outcome).toBe("cleared");
  const { history } = done as unknown as { history: { kind: string }[] };
  expect(history.filter(({ kind }) => kind === "operation.cleared")).toHaveLength(1);
  const granted = await call(server, "POST", `/api/v1/leases/${resource}/acquire`, { sessionId });
  expect(granted.body["epoch"]).toBe(epoch + 2);
  const audit = await call(server, "GET", "/api/v1/audit/verify");
  expect(audit.status).toBe(200);
});
