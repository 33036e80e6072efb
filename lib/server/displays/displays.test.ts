import { rename } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Console, cookieOf, signedInAs, startConsole } from "#lib/server/auth/testing/console.ts";

let it: Console;
afterEach(() => it.close());

async function makeDisplay(expiresInMs: number | null = null) {
  const body = { name: "west wall", scope: "display", expiresInMs };
  const made = await it.call("POST", "/tokens", { token: it.adminToken, body });
  expect(made.status).toBe(201);
  return (await made.json()) as { id: string; secret: string; link: string; expiresAt: number | null };
}
const enter = (secret: string, more: object = {}) =>
  it.call("POST", "/displays/enter", { body: { secret }, ...more });
async function json(answer: Promise<Response>) {
  return (await (await answer).json()) as Record<string, unknown>;
}
const me = (options: { cookie?: string; token?: string }) => json(it.call("GET", "/me", options));

test("a link's secret becomes a cookie that scripts, other sites and plain connections never get", async () => {
  it = await startConsole("https://locks.test");
  const { id, secret, link } = await makeDisplay();
  expect(link).toBe(`https://locks.test/wall#display=${secret}`);
  const answer = await enter(secret);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    kind: "display",
    id,
    name: "west wall",
    email: null,
    role: null,
    node: null,
  });
  const [set = "", ...others] = answer.headers.getSetCookie();
  expect(others).toEqual([]);
  const [, ...flags] = set.split("; ");
  expect(flags).toEqual(["Max-Age=34560000", "Path=/", "HttpOnly", "SameSite=Strict", "Secure"]);
  expect(set.startsWith("__Host-locksmith_")).toBe(true);
  expect(await me({ cookie: cookieOf(answer) })).toMatchObject({ kind: "display", id });
  const left = await it.call("POST", "/displays/leave", { cookie: cookieOf(answer) });
  expect(left.status).toBe(204);
  expect(left.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-locksmith_\w+_display=; Max-Age=0; /),
  ]);
});

test("without https the cookie is not Secure, and it lasts no longer than the token", async () => {
  it = await startConsole();
  const { secret } = await makeDisplay(90_500);
  const [set = ""] = (await enter(secret)).headers.getSetCookie();
  expect(set).not.toMatch(/Secure|__Host/);
  expect(Number(/Max-Age=(\d+)/.exec(set)?.[1])).toBeLessThanOrEqual(90);
  const cookie = set.split(";")[0] ?? "";
  it.clock.offsetMs = 90_501;
  expect((await it.call("GET", "/me", { cookie })).status).toBe(401);
  expect(await json(it.call("GET", "/displays/mine", { cookie }))).toMatchObject({
    state: "expired",
    name: "west wall",
    by: null,
  });
  const late = await enter(secret);
  expect([late.status, late.headers.getSetCookie()]).toEqual([410, []]);
});

test("only a display's secret makes a display, and no other token works in its cookie", async () => {
  it = await startConsole();
  const { secret } = await makeDisplay();
  const name = cookieOf(await enter(secret)).split("=")[0];
  for (const wrong of ["x", "z".repeat(43), it.adminToken, it.agentToken, `${secret}x`]) {
    const answer = await enter(wrong);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []]);
    expect((await it.call("GET", "/me", { cookie: `${name}=${wrong}` })).status).toBe(401);
    expect(await json(it.call("GET", "/displays/mine", { cookie: `${name}=${wrong}` }))).toMatchObject({
      name: null,
    });
  }
});

test("who revoked it and when is told to whoever has the cookie or the link, and to nobody else", async () => {
  it = await startConsole();
  const ada = await signedInAs(it, "admin", "ada@example.org");
  const { id, secret } = await makeDisplay();
  const cookie = cookieOf(await enter(secret));
  expect((await it.call("DELETE", `/tokens/${id}`, { cookie: ada.cookie })).status).toBe(204);
  expect((await it.call("GET", "/me", { cookie })).status).toBe(401);
  const told = { state: "revoked", name: "west wall", at: expect.any(Number), by: "The admin" };
  expect(await json(it.call("GET", "/displays/mine", { cookie }))).toEqual(told);
  expect(await json(enter(secret))).toMatchObject({ status: 410, context: told });
  expect(await json(it.call("GET", "/displays/mine"))).toEqual({
    state: "none",
    name: null,
    at: null,
    by: null,
  });
});

test("a person who signs in at the display wins, and signing out falls back to it", async () => {
  it = await startConsole();
  const { secret } = await makeDisplay();
  const display = cookieOf(await enter(secret));
  const ada = await signedInAs(it, "admin", "ada@example.org");
  const both = `${display}; ${ada.cookie}`;
  expect(await me({ cookie: both })).toMatchObject({ kind: "user", role: "admin" });
  expect((await it.call("GET", "/accounts", { cookie: both })).status).toBe(200);
  expect(await json(enter(secret, { cookie: both }))).toMatchObject({ kind: "user" });
  expect((await it.call("POST", "/sign-out", { cookie: both })).status).toBe(204);
  expect(await me({ cookie: both })).toMatchObject({ kind: "display", name: "west wall" });
  expect((await it.call("GET", "/accounts", { cookie: both })).status).toBe(403);
});

test("no other site can make a browser a display, make it forget, or use its cookie", async () => {
  it = await startConsole();
  const { secret } = await makeDisplay();
  const cookie = cookieOf(await enter(secret));
  const foreign: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "http://evil.test" },
  ];
  for (const headers of foreign) {
    for (const options of [{ headers }, { headers, cookie }]) {
      const answer = await enter(secret, options);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
      expect((await it.call("POST", "/displays/leave", options)).status).toBe(403);
    }
  }
  const plainForm = await enter(secret, { cookie, headers: { "x-locksmith": "" } });
  expect(await plainForm.json()).toMatchObject({ code: "cross-origin" });
});

test("secrets cannot be tried without end from one address, and people there can still sign in", async () => {
  it = await startConsole();
  const { secret } = await makeDisplay();
  const tries = Array.from({ length: 30 }, (_, i) => enter(`${"w".repeat(40)}${i}`));
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  const limited = await enter(secret);
  expect([limited.status, Number(limited.headers.get("retry-after")) > 0]).toEqual([429, true]);
  expect((await enter(secret, { address: "192.0.2.2" })).status).toBe(200);
  const body = { email: "nobody@example.org", password: "x" };
  expect((await it.call("POST", "/sign-in", { body })).status).toBe(401);
  it.clock.offsetMs = 61_000;
  for (let i = 0; i < 20; i += 1) expect((await enter(secret)).status).toBe(200);
});

test("a display shows also what a store that cannot be written last held", async () => {
  it = await startConsole();
  const { secret } = await makeDisplay();
  await rename(join(it.dataDir, "locksmith.db"), join(it.dataDir, "away.db"));
  const answer = await enter(secret);
  expect(answer.status).toBe(200);
  expect(await me({ cookie: cookieOf(answer) })).toMatchObject({ kind: "display" });
});

test("each entry is in the audit with its address, and the secret is nowhere", async () => {
  it = await startConsole();
  const { secret, id } = await makeDisplay();
  await enter(secret);
  await enter("w".repeat(43));
  const rows = await it.context.store.audits({ limit: 100 });
  expect(rows).toContainEqual(
    expect.objectContaining({ action: "display.enter", actor: `west wall (display ${id})`, outcome: "done" }),
  );
  expect(rows).toContainEqual(
    expect.objectContaining({ action: "display.enter", actor: "nobody", outcome: "refused" }),
  );
  expect(JSON.stringify(rows)).not.toContain(secret);
});
