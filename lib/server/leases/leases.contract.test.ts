import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type Answer, call } from "#lib/server/testing/api-call.ts";

let server: ServerProcess;
let dataDir: string;
let next = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "leases-"));
  server = await startServer({ dataDir, pages: false });
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const post = (path: string, body: unknown, token = server.adminToken): Promise<Answer> =>
  call({ url: server.url, adminToken: token }, "POST", `/api/v1/${path}`, body);
const get = (path: string): Promise<Answer> => call(server, "GET", `/api/v1/${path}`);
const lease = (resource: string, verb: string, body: unknown, token?: string) =>
  post(`leases/${encodeURIComponent(resource)}/${verb}`, body, token);

async function open(change: Record<string, unknown> = {}, token?: string): Promise<string> {
  next += 1;
  const session = { node: "node-7", service: "orchestrator", instanceId: `instance-${next}`, ttlMs: 600_000 };
  const { status, body } = await post("sessions", { ...session, ...change }, token);
  expect(status).toBe(200);
  return String(body["sessionId"]);
}

/** Polls until it is so; what is awaited is the server's own doing, so there is a limit. */
async function until<T>(what: () => Promise<T | null | false>, withinMs = 15_000): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const value = await what();
    if (value !== null && value !== false) return value;
    if (performance.now() > endMs) throw new Error("it did not come to that in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function agentToken(node: string): Promise<string> {
  const { body } = await post("tokens", { name: `agent of ${node}`, scope: "agent", node });
  return String(body["secret"]);
}

test("a lease goes from hand to hand with a growing epoch, through any name", async () => {
  for (const resource of ["aim_lock_config.conf", "a/b//c %2F", "\u202egnp.exe\u0000", "ä".repeat(2_000)]) {
    const [a, b] = [await open(), await open()];
    const granted = await lease(resource, "acquire", { sessionId: a });
    expect(granted).toMatchObject({
      status: 200,
      body: { resource, epoch: 1, sessionId: a, ttlMs: 600_000 },
    });
    const refused = await lease(resource, "acquire", { sessionId: b });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "lock-held", context: { holder: { ownerId: a } } },
    });
    expect((await lease(resource, "check", { epoch: 1 })).body).toMatchObject({
      valid: true,
      holder: { ownerId: a },
    });
    const released = await lease(resource, "release", { sessionId: a, epoch: 1 });
    expect(released).toMatchObject({ status: 200, body: { resource, epoch: 1 } });
    expect((await lease(resource, "release", { sessionId: a, epoch: 1 })).body).toEqual(released.body);
    expect((await lease(resource, "acquire", { sessionId: b })).body["epoch"]).toBe(2);
    expect(await lease(resource, "check", { epoch: 1 })).toMatchObject({
      status: 409,
      body: { code: "stale-epoch" },
    });
    expect(await lease(resource, "release", { sessionId: a, epoch: 1 })).toMatchObject({
      body: { code: "lease-lost" },
    });
  }
});

describe("waiting over HTTP", () => {
  test("in line, with a place; a client that hangs up leaves it; the wait of another ends in time", async () => {
    const [a, b, c, d] = [await open(), await open(), await open(), await open()];
    await lease("queue", "acquire", { sessionId: a });
    const hangUp = new AbortController();
    const gone = fetch(`${server.url}/api/v1/leases/queue/acquire`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.adminToken}`, "content-type": "application/json" },
      body: JSON.stringify({ sessionId: b, waitMs: 60_000 }),
      signal: hangUp.signal,
    }).catch(() => "hung up");
    const place = async (id: string) => (await get(`leases/queue/queue?sessionId=${id}`)).body;
    await until(async () => (await place(b))["place"] === 1);
    const waiting = lease("queue", "acquire", { sessionId: c, waitMs: 60_000 });
    await until(async () => (await place(c))["place"] === 2);
    expect(await lease("queue", "acquire", { sessionId: d, waitMs: 200 })).toMatchObject({
      status: 408,
      body: { code: "wait-timed-out" },
    });
    hangUp.abort();
    expect(await gone).toBe("hung up");
    await until(async () => (await place(c))["place"] === 1);
    const row = await until(async () => {
      const { body } = await get("locks/native/queue");
      return body["waiters"] === 1 && body;
    });
    expect(row).toMatchObject({ state: "hot", refusals: 1, waiterList: [{ ownerId: c, place: 1 }] });
    await lease("queue", "release", { sessionId: a, epoch: 1 });
    expect(await waiting).toMatchObject({ status: 200, body: { epoch: 2, sessionId: c } });
  });

  test("a token that is revoked while it waits gets nothing, and the next gets it", async () => {
    const made = await post("tokens", { name: "revoked soon", scope: "operator" });
    const token = String(made.body["secret"]);
    const [holder, waiter] = [await open(), await open({}, token)];
    await lease("revoked", "acquire", { sessionId: holder });
    const waiting = lease("revoked", "acquire", { sessionId: waiter, waitMs: 60_000 }, token);
    await until(async () => (await get(`leases/revoked/queue?sessionId=${waiter}`)).body["place"] === 1);
    await call(server, "DELETE", `/api/v1/tokens/${made.body["id"]}`);
    await lease("revoked", "release", { sessionId: holder, epoch: 1 });
    expect(await waiting).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    expect((await lease("revoked", "acquire", { sessionId: holder })).body["epoch"]).toBe(3);
  });

  test("a session that is closed while it waits is told so, and gives back what it held", async () => {
    const [a, b] = [await open(), await open()];
    await lease("closing-1", "acquire", { sessionId: a });
    await lease("closing-2", "acquire", { sessionId: b, onLost: "keep" });
    const waiting = lease("closing-1", "acquire", { sessionId: b, waitMs: 60_000 });
    await until(async () => (await get(`leases/closing-1/queue?sessionId=${b}`)).body["place"] === 1);
    expect((await call(server, "DELETE", `/api/v1/sessions/${b}`)).status).toBe(204);
    expect((await call(server, "DELETE", `/api/v1/sessions/${b}`)).status).toBe(204);
    expect(await waiting).toMatchObject({ status: 410, body: { code: "session-gone" } });
    expect((await get("locks/native/closing-2")).body).toMatchObject({ state: "free", epoch: 1 });
    expect(await post(`sessions/${b}/beat`, { counter: 1 })).toMatchObject({ status: 410 });
    expect(await lease("closing-2", "acquire", { sessionId: b })).toMatchObject({ status: 410 });
  });
});

describe("a lost owner over HTTP", () => {
  test("loses the lease, which is quarantined and passes on; kept, it stays in its name", async () => {
    const lost = await open({ ttlMs: limits.sessionTtlMinMs });
    const heir = await open();
    await lease("lost", "acquire", { sessionId: lost, lockDelayMs: 500 });
    await lease("kept", "acquire", { sessionId: lost, onLost: "keep" });
    const waiting = lease("lost", "acquire", { sessionId: heir, waitMs: 30_000 });
    const quarantined = await until(async () => {
      const { body } = await get("locks/native/lost");
      return body["state"] === "quarantined" && body;
    });
    expect(quarantined).toMatchObject({ holder: null, epoch: 2 });
    expect(await waiting).toMatchObject({ status: 200, body: { epoch: 3 } });
    expect((await lease("lost", "check", { epoch: 1 })).status).toBe(409);
    const session = await until(async () => {
      const { body } = await get(`owners/${lost}`);
      return body["state"] === "lost" && body;
    });
    expect(session).toMatchObject({ verdict: "suspect", lockList: [{ resource: "kept" }] });
    expect(await post(`sessions/${lost}/beat`, { counter: 7 })).toMatchObject({ status: 410 });
    expect(await lease("kept", "renew", { sessionId: lost, epoch: 1 })).toMatchObject({ status: 410 });
    expect(await lease("kept", "acquire", { sessionId: heir })).toMatchObject({ status: 409 });
    expect(await lease("kept", "check", { epoch: 1 })).toMatchObject({ status: 409 });
    expect(await lease("kept", "release", { sessionId: lost, epoch: 1 })).toMatchObject({ status: 200 });
    expect((await lease("kept", "acquire", { sessionId: heir })).body["epoch"]).toBe(2);
  });
});

describe("whose session it is", () => {
  test("an agent opens sessions of its own node alone, and uses no other's", async () => {
    const [own, other] = [await agentToken("node-7"), await agentToken("node-8")];
    const foreign = { node: "node-8", service: "s", instanceId: "instance-foreign" };
    expect(await post("sessions", foreign, own)).toMatchObject({ status: 403 });
    const id = await open({}, own);
    for (const [path, body] of [
      [`sessions/${id}/beat`, { counter: 1 }],
      [`sessions/${id}/processes`, { processes: [] }],
      ["leases/whose/acquire", { sessionId: id }],
    ] as const) {
      expect(await post(path, body, other)).toMatchObject({ status: 403 });
    }
    expect((await post("beats", { beats: [{ sessionId: id, counter: 1 }] }, other)).body).toMatchObject({
      accepted: 0,
      unknown: [id],
    });
    expect((await get("locks/native/whose")).status).toBe(404);
    expect((await post("beats", { beats: [{ sessionId: id, counter: 1 }] }, own)).body["accepted"]).toBe(1);
    await lease("whose", "acquire", { sessionId: id }, own);
    expect(await lease("whose", "release", { sessionId: id, epoch: 1 }, other)).toMatchObject({
      status: 403,
    });
    const living = await lease("whose", "release", { sessionId: id, epoch: 1 });
    expect(living).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(await call(server, "DELETE", `/api/v1/sessions/${id}`)).toMatchObject({ status: 409 });
    expect(await lease("whose", "check", { epoch: 1 })).toMatchObject({ status: 200 });
    expect(await lease("whose", "release", { sessionId: id, epoch: 1 }, own)).toMatchObject({ status: 200 });
  });

  test("what an owner lost is kept from an admin too: two people clear it, and its epoch grows", async () => {
    const own = await agentToken("node-7");
    const id = await open({ ttlMs: limits.sessionTtlMinMs }, own);
    await lease("left", "acquire", { sessionId: id, onLost: "keep" }, own);
    await until(async () => (await lease("left", "check", { epoch: 1 })).status === 409);
    const alone = await lease("left", "release", { sessionId: id, epoch: 1 });
    expect(alone).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(String(alone.body["detail"])).toContain("clear");
    expect(await get("locks/native/left")).toMatchObject({ body: { state: "held" } });
    expect(await lease("left", "release", { sessionId: id, epoch: 1 }, own)).toMatchObject({ status: 200 });
  });

  test("a process on another node than its session is refused, and named", async () => {
    const process = { node: "node-8", bootId: "b", pidNs: "pid:[1]", pid: 1, startTime: 1, instanceId: "" };
    const session = { node: "node-7", service: "s", instanceId: "instance-split", processes: [process] };
    expect(await post("sessions", session)).toMatchObject({
      status: 422,
      body: { errors: [{ field: "processes.0.node" }] },
    });
  });

  test("the same instance asking again gets its session again", async () => {
    const change = { instanceId: "instance-twice" };
    expect(await open(change)).toBe(await open(change));
    expect(await open({ ...change, service: "another" })).not.toBe(await open(change));
  });

  test("a copy of an instance is another owner, and does not hold what the first one holds", async () => {
    const process = { node: "node-7", bootId: "b", pidNs: "1", pid: 7, startTime: 70, instanceId: "" };
    const change = { instanceId: "instance-cloned", processes: [process] };
    const first = await open(change);
    expect(await open(change)).toBe(first);
    const copy = await open({ ...change, processes: [{ ...process, pid: 8 }] });
    expect(copy).not.toBe(first);
    await lease("cloned", "acquire", { sessionId: first });
    expect(await lease("cloned", "acquire", { sessionId: copy })).toMatchObject({ status: 409 });
  });
});

test("a batch of thousands of beats is one short request, and its beats can be read back", async () => {
  const ids = await Promise.all(Array.from({ length: 50 }, () => open()));
  const beats = (counter: number) => ids.map((sessionId) => ({ sessionId, counter }));
  for (let counter = 1; counter <= 3; counter += 1) {
    const { body } = await post("beats", { beats: [...beats(counter), { sessionId: "nobody", counter }] });
    expect(body).toMatchObject({ accepted: 50, unknown: ["nobody"] });
  }
  const { body } = await get(`owners/${ids[0]}/beats`);
  expect(body["raw"]).toHaveLength(3);
});

test("after a crash the lease is where it was, the grace period is shown, and the holder goes on", async () => {
  const [a, b] = [await open({ ttlMs: 30_000 }), await open({ ttlMs: 30_000 })];
  const { body: granted } = await lease("crash", "acquire", { sessionId: a });
  await server.kill9();
  server = await startServer({ dataDir, pages: false });
  expect((await get("status")).body["graceUntil"]).toBeGreaterThan(Date.now());
  expect(await lease("crash", "check", { epoch: granted["epoch"] })).toMatchObject({ status: 200 });
  expect(await lease("crash", "acquire", { sessionId: b })).toMatchObject({ status: 409 });
  expect(await lease("crash", "renew", { sessionId: a, epoch: granted["epoch"] })).toMatchObject({
    status: 200,
  });
  const waiting = lease("crash", "acquire", { sessionId: b, waitMs: 30_000 });
  await until(async () => (await get(`leases/crash/queue?sessionId=${b}`)).body["place"] === 1);
  expect(await lease("crash", "release", { sessionId: a, epoch: granted["epoch"] })).toMatchObject({
    status: 200,
  });
  expect((await waiting).body["epoch"]).toBe(Number(granted["epoch"]) + 1);
});
