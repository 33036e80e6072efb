import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { allRoutes } from "#lib/server/all-routes.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { askers, type RightsRow, rightsTable } from "./testing/rights-table.ts";

let server: ServerProcess;
const tokens: Record<string, string> = {};
const sessions: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer({ pages: false });
  for (const asker of askers.slice(1)) {
    const agentOf = { own: "node-7", other: "node-9" }[asker as string];
    const scope = agentOf === undefined ? { scope: asker } : { scope: "agent", node: agentOf };
    const made = await call(server, "POST", "/api/v1/tokens", { name: asker, ...scope });
    tokens[asker] = String(made.body["secret"]);
  }
  sessions["OWN"] = await openSession("own", "node-7");
  sessions["OPS"] = await openSession("operator", "node-1");
});
afterAll(() => server.stop());

async function openSession(asker: string, node: string, instance = asker): Promise<string> {
  const body = { node, service: "rights", instanceId: `instance-of-${instance}`, ttlMs: 600_000 };
  const answer = await call({ ...server, adminToken: tokens[asker] ?? "" }, "POST", "/api/v1/sessions", body);
  return String(answer.body["sessionId"]);
}

/** The status alone: a stream is closed as soon as it has begun. */
async function statusFor(asker: string, method: string, path: string, body: unknown): Promise<number> {
  const token = tokens[asker];
  const ending = new AbortController();
  const response = await fetch(`${server.url}${path}`, {
    method: method.toUpperCase(),
    signal: ending.signal,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  ending.abort();
  return response.status;
}

const withSessions = (text: string) => text.replace(/\b(OWN|OPS)\b/g, (name) => sessions[name] ?? name);

test("every route has a row, and every row a route", () => {
  const routes = allRoutes(() => {
    throw new Error("no metrics here");
  });
  expect(Object.keys(rightsTable).sort()).toEqual(routes.map((r) => `${r.method} ${r.path}`).sort());
});

const rows: [string, RightsRow][] = Object.entries(rightsTable).flatMap(([route, list]) =>
  list.map((row): [string, RightsRow] => [route, row]),
);

test.each(rows)("%s", async (route, row) => {
  const [method = "", template = ""] = route.split(" ");
  const path = withSessions(row.path ?? template);
  const body = row.body === undefined ? undefined : JSON.parse(withSessions(JSON.stringify(row.body)));
  const expected = row.gets.trim().split(/\s+/);
  const got: string[] = [];
  for (const asker of askers) {
    const status = await statusFor(asker, method, path, body);
    expect(status, `${asker}: ${route}`).toBeLessThan(500);
    got.push(status === 401 || status === 403 ? String(status) : "ok");
  }
  expect(Object.fromEntries(askers.map((asker, i) => [asker, got[i]]))).toEqual(
    Object.fromEntries(askers.map((asker, i) => [asker, expected[i]])),
  );
});

test("an agent can neither open a session for another node nor speak for it", async () => {
  const body = { node: "node-9", service: "x", instanceId: "instance-of-x", ttlMs: 10_000 };
  expect(await statusFor("own", "POST", "/api/v1/sessions", body)).toBe(403);
  expect(await statusFor("other", "POST", "/api/v1/sessions", body)).toBeLessThan(300);
});

test("a batch counts no beat of a session that belongs to somebody else", async () => {
  const body = { beats: [{ sessionId: sessions["OWN"], counter: 1_000_000 }] };
  const answer = await call({ ...server, adminToken: tokens["other"] ?? "" }, "POST", "/api/v1/beats", body);
  expect(answer.body).toMatchObject({ accepted: 0, unknown: [sessions["OWN"]] });
});

test("nobody closes a session of somebody else, but an admin may one that holds nothing", async () => {
  const path = `/api/v1/sessions/${await openSession("own", "node-7", "idle")}`;
  for (const asker of ["operator", "approver", "other"]) {
    expect(await statusFor(asker, "DELETE", path, undefined), asker).toBe(403);
  }
  expect(await statusFor("admin", "DELETE", path, undefined)).toBeLessThan(300);
  const holder = await openSession("own", "node-7", "holder");
  await statusFor("own", "POST", "/api/v1/leases/held-by-own/acquire", { sessionId: holder });
  expect(await statusFor("admin", "DELETE", `/api/v1/sessions/${holder}`, undefined)).toBe(409);
});
