import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type Colleague, colleague } from "#lib/server/operations/testing/people.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;
beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "viewer");
});
afterAll(() => server.stop());

const open = (resource: string, headers = {}) =>
  ada.call("POST", "/api/v1/incidents", { title: "Something is odd", resource }, headers);

test("an incident that a person opens is in the list, has a page, and is one however often it is asked for", async () => {
  const key = { "idempotency-key": "once" };
  const [one, again] = await Promise.all([open("odd.conf", key), open("odd.conf", key)]);
  expect(one.status).toBe(200);
  expect(again.body["id"]).toBe(one.body["id"]);
  const id = String(one.body["id"]);
  const other = await open("odd.conf");
  expect(other).toMatchObject({ status: 409, body: { code: "conflict", context: { incidentId: id } } });
  const list = await ben.call("GET", "/api/v1/incidents?state=open");
  expect(list.body).toMatchObject({ total: 1, items: [{ id, state: "open", resources: ["odd.conf"] }] });
  const seen = await ben.call("GET", `/api/v1/incidents/${id}`);
  expect(seen.body).toMatchObject({ signals: [{ rule: "by-hand" }], allowed: { note: { allowed: false } } });
  const events = await ben.call("GET", `/api/v1/events?ownerId=${id}`);
  expect(events.body["items"]).toMatchObject([{ kind: "incident.opened", resource: "odd.conf" }]);
});

test("people who can be given a role are named, and nothing else of them", async () => {
  const people = await ada.call("GET", "/api/v1/people");
  const names = (people.body["items"] as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(["ada", "ben"]);
  expect(Object.keys((people.body["items"] as object[])[0] ?? {}).sort()).toEqual(["id", "name"]);
});
