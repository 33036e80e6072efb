import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { acquire, lockOn, openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";

type Json = Record<string, unknown>;

let server: ServerProcess;
let document: Json;
let agent: SpokenAgent;
const waiting = { waiters: [{ pid: 99, process: null }] };

beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
  document = (await call(server, "GET", "/api/v1/openapi.json")).body;
  agent = new SpokenAgent(server, "node-7");
  await agent.hello();
  await agent.report({ full: true, locks: [lockOn("node-7", 1), lockOn("node-7", 2, waiting)] });
  await agent.report({ goneKeys: ["flock/8:1:1/0-EOF"] });
  const session = await openSession(server, "guardian");
  await acquire(server, "aim_lock_config.conf", session);
  await acquire(server, "aim_lock_config.conf", await openSession(server, "orchestrator"));
  await call(server, "POST", `/api/v1/sessions/${session}/beat`, { counter: 1 });
});
afterAll(() => server.stop());

/** The schema of an answer, resolved within the document, compiled. */
function answerSchema(path: string, method: string, status: number): ValidateFunction {
  const operation = (document["paths"] as Record<string, Record<string, Json>>)[path]?.[method];
  const responses = operation?.["responses"] as Record<string, Json> | undefined;
  const response = responses?.[status] ?? responses?.["default"];
  const content = response?.["content"] as Record<string, { schema: Json }> | undefined;
  const schema = Object.values(content ?? {})[0]?.schema;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...document, $id: "openapi" });
  const local = JSON.parse(JSON.stringify(schema ?? {}).replaceAll('"#/components', '"openapi#/components'));
  return ajv.compile(local);
}

async function expectDocumented(path: string, real: string, status = 200, method = "get", body?: unknown) {
  const answer = await call(server, method.toUpperCase(), real, body);
  expect(answer.status, `${method} ${real}: ${JSON.stringify(answer.body).slice(0, 500)}`).toBe(status);
  const validate = answerSchema(path, method, status);
  expect(validate(answer.body), `${real}: ${JSON.stringify(validate.errors)}`).toBe(true);
  return answer.body;
}

describe("the contract document", () => {
  test("is OpenAPI 3.1 with every operation named once, and every path parameter described", () => {
    expect(document["openapi"]).toBe("3.1.0");
    const ids = new Set<string>();
    for (const [path, methods] of Object.entries(document["paths"] as Record<string, Record<string, Json>>)) {
      for (const operation of Object.values(methods)) {
        const id = String(operation["operationId"]);
        expect(ids.has(id), id).toBe(false);
        ids.add(id);
        const described = (operation["parameters"] as { name: string; in: string }[])
          .filter((p) => p.in === "path")
          .map((p) => p.name);
        const named = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
        expect(described.sort(), path).toEqual(named.sort());
      }
    }
    expect(ids.size).toBeGreaterThan(30);
  });

  test.each([
    ["/healthz", "/healthz"],
    ["/readyz", "/readyz"],
    ["/api/v1/status", "/api/v1/status"],
    ["/api/v1/me", "/api/v1/me"],
    ["/api/v1/locks", "/api/v1/locks"],
    ["/api/v1/locks", "/api/v1/locks?sort=-waiters&limit=1&state=hot,held&verdict=stale,live"],
    ["/api/v1/locks/{source}/{key}", "/api/v1/locks/native/aim_lock_config.conf"],
    ["/api/v1/locks/{source}/{key}", "/api/v1/locks/kernel/node-7/flock/8:1:2/0-EOF"],
    ["/api/v1/locks/{source}/{key}", "/api/v1/locks/kernel/node-7/flock/8:1:1/0-EOF"],
    ["/api/v1/owners", "/api/v1/owners"],
    ["/api/v1/nodes", "/api/v1/nodes"],
    ["/api/v1/nodes/{name}", "/api/v1/nodes/node-7"],
    ["/api/v1/audit", "/api/v1/audit?limit=3"],
    ["/api/v1/audit/verify", "/api/v1/audit/verify"],
    ["/api/v1/policies", "/api/v1/policies"],
    ["/api/v1/pages", "/api/v1/pages?state=all"],
    ["/api/v1/page-targets", "/api/v1/page-targets"],
    ["/api/v1/events", "/api/v1/events?limit=3"],
    ["/api/v1/overview", "/api/v1/overview?minutes=5"],
    ["/api/v1/accounts", "/api/v1/accounts"],
    ["/api/v1/tokens", "/api/v1/tokens"],
    ["/api/v1/people", "/api/v1/people"],
  ])("%s answers as it is documented: %s", async (path, real) => {
    await expectDocumented(path, real);
  });

  test("owners, by the ids that the list names", async () => {
    const { items } = (await expectDocumented("/api/v1/owners", "/api/v1/owners")) as {
      items: { id: string }[];
    };
    expect(items.length).toBeGreaterThan(3);
    for (const { id } of items) {
      await expectDocumented("/api/v1/owners/{id}", `/api/v1/owners/${encodeURIComponent(id)}`);
      await expectDocumented("/api/v1/owners/{id}/beats", `/api/v1/owners/${encodeURIComponent(id)}/beats`);
    }
    const ids = items.map((o) => o.id).join(",");
    await expectDocumented("/api/v1/beats/recent", `/api/v1/beats/recent?owners=${encodeURIComponent(ids)}`);
  });

  test("what is recorded of an incident", async () => {
    const body = { title: "Odd", resource: "aim_lock_config.conf" };
    const opened = await expectDocumented("/api/v1/incidents", "/api/v1/incidents", 200, "post", body);
    const { id } = opened as { id: string };
    await expectDocumented("/api/v1/incidents", "/api/v1/incidents?state=open&severity=warning&q=odd");
    await expectDocumented("/api/v1/incidents/{id}", `/api/v1/incidents/${id}`);
    const verb = (name: string, said: unknown, status = 200) =>
      expectDocumented(
        `/api/v1/incidents/{id}/${name}`,
        `/api/v1/incidents/${id}/${name}`,
        status,
        "post",
        said,
      );
    await verb("acknowledge", {});
    await verb("merge", { into: "inc_x", reason: "The same." }, 404);
    for (const part of ["timeline", "picture", "report"]) {
      await expectDocumented(`/api/v1/incidents/{id}/${part}`, `/api/v1/incidents/${id}/${part}`);
    }
    await expectDocumented(
      "/api/v1/incidents/{id}/timeline",
      `/api/v1/incidents/${id}/timeline?kinds=weather`,
      422,
    );
    await expectDocumented("/api/v1/incidents/{id}/report", "/api/v1/incidents/inc_x/report", 404);
  });

  test("a refusal is a problem document that names the field", async () => {
    const body = await expectDocumented("/api/v1/locks", "/api/v1/locks?limit=0&sort=x", 422);
    expect(body["errors"]).toMatchObject([{ field: "query.limit" }, { field: "query.sort" }]);
    await expectDocumented("/api/v1/locks/{source}/{key}", "/api/v1/locks/native/never-seen", 404);
    await expectDocumented("/api/v1/locks/{source}/{key}", "/api/v1/locks/etcd/never-seen", 404);
    await expectDocumented("/api/v1/owners/{id}", "/api/v1/owners/nobody", 404);
    await expectDocumented("/api/v1/nodes/{name}", "/api/v1/nodes/nowhere", 404);
    await expectDocumented("/api/v1/sessions", "/api/v1/sessions", 422, "post", { node: "" });
  });

  test("metrics are open to this machine, but not to whom a proxy speaks for without a token", async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
    const forwarded = { authorization: "", "x-forwarded-for": "192.0.2.1" };
    expect(
      (await call({ ...server, adminToken: "wrong" }, "GET", "/metrics", undefined, forwarded)).status,
    ).toBe(401);
    expect(
      (await call(server, "GET", "/metrics", undefined, { "x-forwarded-for": "192.0.2.1" })).status,
    ).toBe(200);
  });

  test("metrics are Prometheus text with our prefix", async () => {
    // An agent that says nothing for twelve seconds is silent and its locks are of unknown verdict, however long the tests before this one took.
    await agent.hello();
    await agent.report({ full: true, locks: [lockOn("node-7", 2, waiting)] });
    const { body, headers } = await call(server, "GET", "/metrics");
    expect(headers.get("content-type")).toContain("text/plain");
    expect(body["text"]).toMatch(/^locksmith_locks\{source="kernel",state="hot",verdict="live"\} 1$/m);
    for (const line of String(body["text"]).split("\n")) {
      if (line !== "" && !line.startsWith("#")) expect(line).toMatch(/^locksmith_/);
    }
  });

  test("a drill, from its start to its end", async () => {
    const [list, one] = ["/api/v1/drills", "/api/v1/drills/{id}"];
    await expectDocumented(`${list}/current`, `${list}/current`);
    const started = await expectDocumented(list, list, 201, "post", { options: {}, runner: "caller" });
    const { drill, tokens } = started as { drill: { id: string }; tokens: { fleet: string } };
    await expectDocumented(`${list}/current`, `${list}/current`);
    await expectDocumented("/api/v1/overview", "/api/v1/overview?minutes=5");
    await expectDocumented(list, list, 409, "post", { options: {}, runner: "caller" });
    const real = `${list}/${drill.id}`;
    await expectDocumented(`${one}/beat`, `${real}/beat`, 403, "post", {});
    await expectDocumented(`${one}/next`, `${real}/next`, 409, "post", { act: "hot" });
    await expectDocumented(one, real, 200, "delete");
    const admin = server;
    server = { ...admin, adminToken: tokens.fleet };
    try {
      await expectDocumented(`${one}/beat`, `${real}/beat`, 200, "post", {});
      await expectDocumented(one, real, 200, "delete");
    } finally {
      server = admin;
    }
    await expectDocumented(one, real, 404, "delete");
  });
});
