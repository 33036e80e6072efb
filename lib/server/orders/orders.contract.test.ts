import { afterAll, beforeAll, expect, test } from "vitest";
import { joinService } from "#lib/client/unit/join-service.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { orphanLease } from "#lib/server/operations/testing/orphans.ts";
import {
  acknowledge,
  type Colleague,
  colleague,
  confirm,
  look,
  plan,
  until,
} from "#lib/server/operations/testing/people.ts";
import { type Answer, call } from "#lib/server/testing/api-call.ts";
import { acquire, openSession } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());

const unit = (change: object = {}) => ({
  unit: "main",
  service: "svc",
  kind: "in-process",
  can: ["drain", "resume"],
  state: "running",
  ...change,
});

function report(sessionId: string, body: unknown): Promise<Answer> {
  return call(server, "POST", `/api/v1/sessions/${sessionId}/orders`, body);
}

function orders(sessionId: string, query = ""): Promise<Answer> {
  return call(server, "GET", `/api/v1/sessions/${sessionId}/orders${query}`);
}

async function unitsOf(service: string): Promise<Record<string, unknown>[]> {
  const { body } = await call(server, "GET", `/api/v1/units?service=${service}`);
  return body["items"] as Record<string, unknown>[];
}

async function drain(spec: object, typed: string): Promise<string> {
  const planned = await plan(ada, { kind: "drain", holdMs: 30_000, deadlineMs: 20_000, ...spec });
  const confirmed = await confirm(ada, planned, typed);
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  await acknowledge(ben, planned);
  return planned.id;
}

test("a list that is known is waited for, another is answered at once; two units of one name are refused", async () => {
  const session = await openSession(server, "svc-list", "list-1");
  const first = await orders(session);
  expect(first.body).toMatchObject({ orders: [], version: expect.any(String) });
  const began = performance.now();
  const same = await orders(session, `?known=${first.body["version"]}&waitMs=700`);
  expect(performance.now() - began).toBeGreaterThan(600);
  expect(same.body["version"]).toBe(first.body["version"]);
  expect((await orders(session, "?known=other&waitMs=20000")).status).toBe(200);
  expect((await report(session, { units: [unit(), unit()] })).body).toMatchObject({ code: "invalid" });
  expect((await report("ses_no", { units: [unit()] })).status).toBe(404);
  expect((await report(session, { units: [unit({ state: "lost" })] })).status).toBe(422);
});

test("a drain is told at once; only a fresh pause for this very order counts; what is said twice counts once", async () => {
  const session = await openSession(server, "svc", "fresh-1");
  await report(session, { units: [unit({ tasks: 4 })] });
  const waiter = await openSession(server, "svc", "fresh-1");
  const holder = await openSession(server, "other", "fresh-2");
  await acquire(server, "wanted", holder);
  const { body: known } = await orders(session);
  const told = orders(session, `?known=${known["version"]}&waitMs=20000`);
  const path = "/api/v1/leases/wanted/acquire";
  const waiting = call(server, "POST", path, { sessionId: waiter, waitMs: 30_000 });
  const id = await drain({ scope: { type: "service", service: "svc" } }, "svc");
  const [order] = (await told).body["orders"] as Record<string, unknown>[];
  expect(order).toMatchObject({ kind: "hold", unit: "main", operationId: id });
  expect(order?.["remainingMs"]).toBeGreaterThan(45_000);
  expect(order?.["remainingMs"]).toBeLessThanOrEqual(50_000);
  expect(await waiting).toMatchObject({ status: 409, body: { code: "not-now" } });

  const paused = unit({ state: "paused", tasks: 0, holdRemainingMs: 40_000 });
  await report(session, { units: [paused] });
  const other = await report(session, { units: [unit({ ...paused, orderIds: ["op_of_somebody/main"] })] });
  expect(other.status).toBe(200);
  const seen = await until(ada, id, (one) => one.sentence.includes("0 of 1"));
  expect(seen.state).toBe("running");
  const mine = { units: [unit({ ...paused, orderIds: [order?.["orderId"]] })] };
  await Promise.all([report(session, mine), report(session, mine), report(session, mine)]);
  await until(ada, id, (one) => one.sentence.startsWith("The unit is paused"));
  const held = (await orders(session)).body["orders"] as Record<string, unknown>[];
  expect(held[0]?.["remainingMs"]).toBeLessThanOrEqual(30_000);
  expect(await unitsOf("svc")).toHaveLength(1);

  await call(server, "DELETE", `/api/v1/sessions/${session}`);
  const again = await openSession(server, "svc", "fresh-1");
  await report(again, { units: [unit()] });
  const anew = (await orders(again)).body["orders"] as Record<string, unknown>[];
  expect(anew[0]).toMatchObject({ orderId: order?.["orderId"] });
  await ada.call("POST", `/api/v1/operations/${id}/abort`, { reason: "the test is over" });
  await until(ada, id, (one) => one.state === "aborted");
  expect((await orders(again)).body["orders"]).toEqual([]);
});

test("from the page to the clear: who takes it in its course keeps the gate shut until it says that it is paused", async () => {
  const resource = "flow.conf";
  const { look: agentLooks } = await orphanLease(server, resource, { ttlMs: 3_000, node: "flow-7" });
  const looking = setInterval(() => void agentLooks(), 500);
  const join = (name: string, role: "orchestrator" | "watchdog") =>
    joinService({
      server: server.url,
      token: server.adminToken,
      node: "flow-1",
      service: name,
      role,
      resources: [resource],
    });
  const service = join("cycle", "orchestrator");
  const heir = join("heir", "watchdog");
  try {
    for (const name of ["cycle", "heir"]) {
      while ((await unitsOf(name)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const successor = { node: "flow-1", service: "heir" };
    const clear = await plan(ada, { kind: "clear", source: "native", key: resource, successor });
    expect((await confirm(ada, clear, resource)).status).toBe(200);
    await acknowledge(ben, clear);
    const shut = await until(ada, clear.id, (one) =>
      one.plan.gates.some((g) => g.id === "quiesced" && g.because.startsWith("1 of")),
    );
    expect(shut.state).toBe("waiting");
    const pause = await plan(ada, {
      kind: "drain",
      scope: { type: "node", node: "flow-1" },
      forOperation: clear.id,
      holdMs: 60_000,
    });
    expect(pause.plan.targetCount).toBe(1);
    expect((await confirm(ada, pause, "flow-1")).status).toBe(200);
    const cleared = await until(ada, clear.id, (one) => one.state === "running");
    expect(cleared.plan.gates.every((g) => g.state === "open")).toBe(true);
    expect((await look(ada, pause.id)).state).toBe("running");
    expect([service.isPaused, heir.isPaused]).toEqual([true, false]);
    const path = `/api/v1/leases/${resource}/acquire`;
    const taken = await call(server, "POST", path, { sessionId: heir.sessionId, waitMs: 60_000 });
    expect(taken.status, JSON.stringify(taken.body)).toBe(200);
    const refused = await call(server, "POST", path, { sessionId: service.sessionId });
    expect(refused.status).toBe(409);
    const resume = await plan(ada, { kind: "resume", operationId: pause.id });
    await confirm(ada, resume, null);
    await until(ada, pause.id, (one) => one.state === "done");
    expect(service.isPaused).toBe(false);
  } finally {
    clearInterval(looking);
    await Promise.all([service.close(), heir.close()]);
  }
});

test("a unit that shows itself late is told at once; sessions that cannot be paused are named", async () => {
  const session = await openSession(server, "late", "late-1");
  await report(session, { units: [unit({ unit: "first", service: "late" })] });
  const other = await openSession(server, "late", "late-2");
  const planned = await plan(ada, {
    kind: "drain",
    scope: { type: "service", service: "late" },
    deadlineMs: 20_000,
  });
  expect(planned.plan.targetCount).toBe(1);
  expect(planned.plan.notVerified).toEqual([
    "That these stop working, for they have no unit: late on late-2.",
  ]);
  await confirm(ada, planned, "late");
  await acknowledge(ben, planned);
  await until(ada, planned.id, (seen) => seen.state === "running");
  const { body: nothing } = await orders(other);
  expect(nothing["orders"]).toEqual([]);
  await call(server, "DELETE", `/api/v1/sessions/${session}`);
  const next = await call(server, "POST", "/api/v1/sessions", {
    node: "late-1",
    service: "late",
    instanceId: "another-instance",
    ttlMs: 60_000,
  });
  const heir = String(next.body["sessionId"]);
  const { body: before } = await orders(heir);
  const waiting = orders(heir, `?known=${before["version"]}&waitMs=20000`);
  await report(heir, { units: [unit({ unit: "first", service: "late" })] });
  expect((await waiting).body["orders"]).toMatchObject([
    { kind: "hold", unit: "first", operationId: planned.id },
  ]);
  await ada.call("POST", `/api/v1/operations/${planned.id}/abort`, { reason: "the test is over" });
});

test("a token that is revoked while its session waits gets no list; another's session is none of anybody's", async () => {
  const made = await call(server, "POST", "/api/v1/tokens", { name: "waiter", scope: "operator" });
  const own = { ...server, adminToken: String(made.body["secret"]) };
  const opened = await call(own, "POST", "/api/v1/sessions", {
    node: "revoked-1",
    service: "revoked",
    instanceId: "revoked-instance",
    ttlMs: 60_000,
  });
  const path = `/api/v1/sessions/${opened.body["sessionId"]}/orders`;
  const { body: known } = await call(own, "GET", path);
  const waiting = call(own, "GET", `${path}?known=${known["version"]}&waitMs=1500`);
  const id = String((made.body["token"] as { id: string } | undefined)?.id ?? made.body["id"]);
  expect((await call(server, "DELETE", `/api/v1/tokens/${id}`)).status).toBeLessThan(300);
  expect((await waiting).status).toBe(401);
  const other = await call(server, "POST", "/api/v1/tokens", { name: "other", scope: "operator" });
  const foreign = await call({ ...server, adminToken: String(other.body["secret"]) }, "GET", path);
  expect(foreign.body).toMatchObject({ code: "forbidden" });
});
