import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Console, startConsole } from "#lib/server/auth/testing/console.ts";

let it: Console;
beforeEach(async () => {
  it = await startConsole();
});
afterEach(() => it.close());

interface Created {
  id: string;
  secret: string;
  prefix: string;
}
async function create(body: Record<string, unknown>): Promise<Created> {
  const answer = await it.call("POST", "/tokens", { token: it.adminToken, body: { name: "ci", ...body } });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Created;
}
async function me(token: string, headers = {}) {
  const answer = await it.call("GET", "/me", { token, headers });
  return answer.status === 200 ? ((await answer.json()) as Record<string, unknown>) : answer.status;
}

test("the files of the data folder are tokens: an admin, and this host's agent", async () => {
  expect(await me(it.adminToken)).toMatchObject({ kind: "token", role: "admin" });
  expect(await me(it.agentToken)).toMatchObject({ kind: "agent", node: "node-7", role: null });
});

test("a token acts with its scope, and what is stored cannot be used", async () => {
  const viewer = await create({ scope: "viewer" });
  const agent = await create({ scope: "agent", node: "node-9" });
  expect(await me(viewer.secret)).toMatchObject({ kind: "token", name: "ci", role: "viewer" });
  expect(await me(agent.secret)).toMatchObject({ kind: "agent", node: "node-9" });
  expect((await it.call("GET", "/tokens", { token: viewer.secret })).status).toBe(403);
  const list = await (await it.call("GET", "/tokens", { token: it.adminToken })).text();
  expect(list).not.toContain(viewer.secret);
  expect(list).toContain(viewer.prefix);
  const database = await readFile(join(it.dataDir, "locksmith.db"), "latin1").catch(() => "");
  expect(database).not.toContain(viewer.secret);
  const [stored] = await it.context.store.tokens();
  expect(await me(stored?.secretHash ?? "")).toBe(401);
});

test("a revoked token is worth nothing from that moment, also one that was just used", async () => {
  const { id, secret } = await create({ scope: "operator" });
  expect(await me(secret)).toMatchObject({ role: "operator" });
  expect((await it.call("DELETE", `/tokens/${id}`, { token: secret })).status).toBe(403);
  expect((await it.call("DELETE", `/tokens/${id}`, { token: it.adminToken })).status).toBe(204);
  expect(await me(secret)).toBe(401);
  expect((await it.call("DELETE", `/tokens/${id}`, { token: it.adminToken })).status).toBe(404);
  expect((await (await it.call("GET", "/tokens", { token: it.adminToken })).json()).total).toBe(0);
});

test("a token expires at its time, and stays in the list", async () => {
  const { secret } = await create({ scope: "viewer", expiresInMs: 60_000 });
  it.clock.offsetMs = 59_000;
  expect(await me(secret)).toMatchObject({ role: "viewer" });
  it.clock.offsetMs = 60_001;
  expect(await me(secret)).toBe(401);
  expect((await (await it.call("GET", "/tokens", { token: it.adminToken })).json()).total).toBe(1);
});

test("the last use is known to the minute", async () => {
  const { secret } = await create({ scope: "viewer" });
  await me(secret);
  await expect.poll(async () => (await it.context.store.tokens())[0]?.lastUsedAt).toEqual(expect.any(Number));
});

test("scope and node must fit together, and an end in the far future is refused", async () => {
  const wrong = [
    { scope: "agent" },
    { scope: "viewer", node: "node-1" },
    { scope: "root" },
    { scope: "viewer", expiresInMs: 0 },
    { scope: "viewer", expiresInMs: 1e15 },
  ];
  for (const body of wrong) {
    const answer = await it.call("POST", "/tokens", { token: it.adminToken, body: { name: "x", ...body } });
    expect(answer.status, JSON.stringify(body)).toBe(422);
  }
  expect((await it.context.store.tokens()).length).toBe(0);
});

test("a malformed or unknown token is nobody, even beside a good cookie", async () => {
  for (const authorization of [
    "Bearer",
    "Bearer x",
    "Basic YTpi",
    `bearer ${"z".repeat(43)}`,
    `Bearer ${"z".repeat(500)}`,
  ]) {
    expect((await it.call("GET", "/me", { headers: { authorization } })).status, authorization).toBe(401);
  }
  expect(await me(it.adminToken, { authorization: `bearer   ${it.adminToken}` })).toMatchObject({
    role: "admin",
  });
});

test("a token has no password and no sessions of its own", async () => {
  expect((await it.call("GET", "/me/sessions", { token: it.adminToken })).status).toBe(403);
  const body = { current: "x", next: "long enough to be one" };
  expect((await it.call("POST", "/me/password", { token: it.adminToken, body })).status).toBe(403);
});
