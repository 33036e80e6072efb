import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditList, AuditVerified } from "#lib/contract/audit.ts";
import type { PageList } from "#lib/contract/paging.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { orphanLease } from "#lib/server/operations/testing/orphans.ts";
import {
  acknowledge,
  type Colleague,
  colleague,
  confirm,
  plan,
  reason,
  until,
} from "#lib/server/operations/testing/people.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

const formats = ["json", "alertmanager", "pagerduty", "slack"] as const;
let server: ServerProcess;
let receiver: Receiver;
let ada: Colleague;
let ben: Colleague;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startServer({
    pages: false,
    env: { LOCKSMITH_PAGE_ALLOW_PRIVATE: "1", LOCKSMITH_PUBLIC_URL: "https://locks.example.org/" },
  });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
  for (const format of formats) {
    const body = { name: format, format, url: `${receiver.url}/${format}`, secret: "k3y" };
    expect((await call(server, "POST", "/api/v1/page-targets", body)).status).toBe(201);
  }
});
afterAll(async () => {
  await server.stop();
  await receiver.close();
});

const got = (path: string) =>
  receiver.received.filter((one) => one.path === `/${path}`).map(({ body }) => body);
const clearOf = (key: string) => ({ kind: "clear", source: "native", key });

test("a hold point is told to everybody with its deep link, then who came, then that it is over", async () => {
  const { resource } = await orphanLease(server, "paged", { ttlMs: 3_000 });
  const planned = await plan(ada, clearOf(resource));
  expect(receiver.received).toEqual([]);
  await confirm(ada, planned, resource);
  await receiver.got(formats.length);
  const link = `https://locks.example.org/operations/${planned.id}`;
  expect(got("json")[0]).toMatchObject({
    event: "trigger",
    url: link,
    lock: `native/${resource}`,
    by: "ada",
  });
  expect(got("pagerduty")[0]).toMatchObject({
    routing_key: "k3y",
    event_action: "trigger",
    dedup_key: `native/${resource}`,
    client_url: link,
    links: [{ href: link }],
  });
  expect(got("alertmanager")[0]).toMatchObject({
    version: "4",
    status: "firing",
    alerts: [{ generatorURL: link }],
  });
  expect(JSON.stringify(got("slack")[0])).toContain(`<${link}|`);
  const awaiting = await call(server, "GET", "/api/v1/pages?state=awaiting");
  expect((awaiting.body as unknown as PageList).items.map((page) => page.operationId)).toEqual([planned.id]);

  expect((await acknowledge(ada, planned)).status).toBe(403);
  await acknowledge(ben, planned);
  await receiver.got(formats.length * 2);
  expect(got("pagerduty")[1]).toMatchObject({ event_action: "acknowledge", dedup_key: `native/${resource}` });
  expect(got("json")[1]).toMatchObject({ event: "acknowledge", by: "ben" });
  await until(ada, planned.id, (seen) => seen.state === "done");
  await receiver.got(formats.length * 3);
  expect(got("pagerduty").map((body) => body["event_action"])).toEqual(["trigger", "acknowledge", "resolve"]);
  expect(got("alertmanager").at(-1)).toMatchObject({ status: "resolved" });
  await expectAudited(planned.id, resource);
});

test("to look at what a page is about acknowledges nothing, and an abort ends the page", async () => {
  const { resource } = await orphanLease(server, "only-looked-at", { ttlMs: 3_000 });
  const planned = await plan(ada, clearOf(resource));
  await confirm(ada, planned, resource);
  await ben.call("GET", `/api/v1/operations/${planned.id}`);
  const { body } = await call(server, "GET", "/api/v1/pages?state=awaiting");
  expect((body as unknown as PageList).total).toBe(1);
  await ada.call("POST", `/api/v1/operations/${planned.id}/abort`, { reason });
  await until(ada, planned.id, (seen) => seen.state === "aborted");
  await expect
    .poll(async () => (await call(server, "GET", "/api/v1/pages?state=open")).body["total"])
    .toBe(0);
});

/** What was done and what was refused is there with its evidence, and the chain is whole. */
async function expectAudited(id: string, resource: string): Promise<void> {
  const { body } = await call(server, "GET", `/api/v1/audit?operation=${id}`);
  const { items } = body as unknown as AuditList;
  const said = items.toReversed().map((row) => `${row.actor.split(" ")[0]} ${row.action} ${row.outcome}`);
  expect(said).toEqual(
    expect.arrayContaining(["ada operation.confirm done", "ben operation.acknowledge done"]),
  );
  const confirmed = items.find((row) => row.action === "operation.confirm");
  expect(confirmed).toMatchObject({ target: `native/${resource}`, reason });
  expect(confirmed?.evidence.map(({ label }) => label)).toContain("Epoch");
  const refused = (await call(server, "GET", "/api/v1/audit?outcome=refused&q=acknowledge")).body;
  expect((refused as unknown as AuditList).items.map((row) => row.actor.split(" ")[0])).toContain("ada");
  const { ok, brokenAt } = (await call(server, "GET", "/api/v1/audit/verify"))
    .body as unknown as AuditVerified;
  expect({ ok, brokenAt }).toEqual({ ok: true, brokenAt: null });
}
