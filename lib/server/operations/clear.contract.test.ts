import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { orphanLease } from "./testing/orphans.ts";
import { acknowledge, type Colleague, colleague, confirm, plan, until } from "./testing/people.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());

const clearOf = (resource: string) => ({ kind: "clear", source: "native", key: resource });

test("a lease of a dead owner is cleared by two people, its token refused, its resource kept shut, then open", async () => {
  const { resource, epoch } = await orphanLease(server, "dead-owner", { ttlMs: 3_000 });
  const planned = await plan(ada, clearOf(resource));
  expect((await confirm(ada, planned, resource)).status).toBe(200);
  expect((await acknowledge(ben, planned)).status).toBe(200);
  const running = await until(ada, planned.id, (seen) => seen.state === "running");
  expect(running.sentence).toContain("quarantine");
  const check = await call(server, "POST", `/api/v1/leases/${resource}/check`, { epoch });
  expect(check.status).toBe(409);
  const done = await until(ada, planned.id, (seen) => seen.state === "done");
  expect(done.result?.outcome).toBe("cleared");
});
