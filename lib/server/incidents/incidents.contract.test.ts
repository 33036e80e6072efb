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

test("roles are taken, handed over and given up; notes and follow-ups are kept; every word is in the audit", async () => {
  const id = String((await open("roles.conf")).body["id"]);
  const post = (verb: string, body: unknown, by = ada) =>
    by.call("POST", `/api/v1/incidents/${id}/${verb}`, body, {
      "idempotency-key": `${verb}-${JSON.stringify(body)}`,
    });
  const people = (await ada.call("GET", "/api/v1/people")).body["items"] as { id: string; name: string }[];
  const idOf = (name: string) => people.find((one) => one.name === name)?.id ?? "";
  expect(await post("acknowledge", { note: "On it." })).toMatchObject({
    status: 200,
    body: { acknowledged: { by: { name: "ada" } }, notes: [{ text: "On it." }] },
  });
  await post("acknowledge", { note: "On it." });
  await post("roles", { role: "commander", userId: idOf("ada") });
  const given = await post("roles", { role: "commander", userId: idOf("ben") });
  expect(given.body).toMatchObject({ commander: { name: "ben" }, roles: [{ role: "commander" }] });
  expect((await post("roles", { role: "scribe", userId: "usr_nobody" })).status).toBe(422);
  expect((await post("roles", { role: "scribe", userId: "drill:on-call" })).status).toBe(422);
  await post("roles", { role: "commander", userId: null });
  await post("notes", { text: "The guardian is gone." });
  await post("notes", { text: "The guardian is gone." });
  await post("follow-ups", { text: "Watch the guardian." });
  const done = await ada.call("PATCH", `/api/v1/incidents/${id}/follow-ups/1`, { done: true });
  expect(done.body).toMatchObject({
    roles: [],
    notes: [{ text: "On it." }, { text: "The guardian is gone." }],
    followUps: [{ id: 1, doneAt: expect.any(Number) }],
  });
  expect((await post("notes", { text: "Not mine." }, ben)).status).toBe(403);
  const audit = await ada.call("GET", "/api/v1/audit?action=incident.&target=roles.conf");
  const actions = (audit.body["items"] as { action: string }[]).map(({ action }) => action).reverse();
  expect(actions.map((action) => action.replace("incident.", ""))).toEqual([
    "open",
    "acknowledge",
    "role",
    "role",
    "role",
    "note",
    "follow-up",
    "follow-up",
  ]);
});

test("resolved with a text, reopened with a reason; one that is part of another is acted on there", async () => {
  const id = String((await open("end.conf")).body["id"]);
  const path = `/api/v1/incidents/${id}`;
  const resolved = await ada.call("POST", `${path}/resolve`, { text: "It was nothing." });
  expect(resolved.body).toMatchObject({ state: "resolved", resolution: { text: "It was nothing." } });
  const twice = await ada.call("POST", `${path}/resolve`, { text: "It was nothing." });
  expect(twice).toMatchObject({ status: 409, body: { code: "not-now" } });
  const reopened = await ada.call("POST", `${path}/reopen`, { text: "It was something." });
  expect(reopened.body).toMatchObject({ state: "open", resolution: null, acknowledged: null });
  const other = String((await open("other.conf")).body["id"]);
  const into = { into: other, reason: "The same cause." };
  expect((await ada.call("POST", `${path}/merge`, { ...into, into: id })).status).toBe(422);
  const merged = await ada.call("POST", `${path}/merge`, into);
  expect(merged.body).toMatchObject({ mergedInto: other, state: "resolved" });
  const kept = await ada.call("GET", `/api/v1/incidents/${other}`);
  expect(kept.body).toMatchObject({ merged: [{ id }], resources: ["other.conf", "end.conf"] });
  const third = String((await open("third.conf")).body["id"]);
  await ada.call("POST", `/api/v1/incidents/${other}/merge`, { into: third, reason: "So is that." });
  expect((await ada.call("GET", path)).body["mergedInto"]).toBe(third);
  const late = await ada.call("POST", `${path}/notes`, { text: "Too late." });
  expect(late).toMatchObject({ status: 409, body: { context: { mergedInto: other } } });
});

test("critical means a page that leads here, is acknowledged with it, and is over with it", async () => {
  const id = String((await open("page.conf")).body["id"]);
  const path = `/api/v1/incidents/${id}`;
  const raised = await ada.call("POST", `${path}/severity`, {
    severity: "critical",
    reason: "All stand still.",
  });
  const page = async () => (await ada.call("GET", `/api/v1/pages/${raised.body["pageId"]}`)).body;
  expect(await page()).toMatchObject({ incidentId: id, link: `/incidents/${id}`, acknowledgedAt: null });
  await ada.call("POST", `${path}/acknowledge`, {});
  expect(await page()).toMatchObject({ acknowledgedBy: "ada", resolvedAt: null });
  await ada.call("POST", `${path}/resolve`, { text: "They move again." });
  expect(await page()).toMatchObject({ resolvedAt: expect.any(Number) });
});
