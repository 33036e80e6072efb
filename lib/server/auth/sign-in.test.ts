import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import {
  adminEmail,
  type Console,
  cookieOf,
  firstAdmin,
  password,
  signedInAs,
  startConsole,
} from "./testing/console.ts";

// Passwords are hashed for real, which is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

let it: Console;
beforeEach(async () => {
  it = await startConsole();
});
afterEach(() => it.close());

async function status(method: string, path: string, options = {}) {
  return (await it.call(method, path, options)).status;
}
async function audits() {
  return (await it.context.store.audits({ limit: 100 })).map((a) => `${a.action} ${a.target} ${a.outcome}`);
}

test("the one-time link makes the first admin, is used up by it, and looking at it changes nothing", async () => {
  const token = it.context.auth.onceLink.issue();
  for (let i = 0; i < 3; i++) {
    const state = await it.call("GET", `/sign-in/once?token=${token}`);
    expect(await state.json()).toEqual({ valid: true, purpose: "create-first-admin", name: null });
  }
  const incomplete = await it.call("POST", "/sign-in/once", { body: { token, name: "Ada" } });
  expect(incomplete.status).toBe(422);
  expect((await incomplete.json()).errors.map((e: { field: string }) => e.field)).toEqual([
    "email",
    "password",
  ]);
  const used = await it.call("POST", "/sign-in/once", {
    body: { token, name: "Ada", email: adminEmail, password },
  });
  expect(used.status).toBe(204);
  const me = await it.call("GET", "/me", { cookie: cookieOf(used) });
  expect(await me.json()).toMatchObject({ kind: "user", name: "Ada", email: adminEmail, role: "admin" });
  expect(await status("POST", "/sign-in/once", { body: { token } })).toBe(410);
  const after = await it.call("GET", `/sign-in/once?token=${token}`);
  expect(await after.json()).toEqual({ valid: false, purpose: null, name: null });
  expect(await audits()).toEqual([`sign-in ${adminEmail} done`, `account.create ${adminEmail} done`]);
});

test("of many simultaneous uses of the link exactly one makes an account", async () => {
  const token = it.context.auth.onceLink.issue();
  const uses = Array.from({ length: 8 }, (_, i) =>
    status("POST", "/sign-in/once", { body: { token, name: "Ada", email: `a${i}@example.org`, password } }),
  );
  expect((await Promise.all(uses)).sort()).toEqual([204, ...Array<number>(7).fill(410)]);
  const accounts = await it.call("GET", "/accounts", { token: it.adminToken });
  expect((await accounts.json()).total).toBe(1);
});

test("with an admin there, a new link signs in as the earliest active admin", async () => {
  await firstAdmin(it);
  await signedInAs(it, "admin", "later@example.org");
  const token = it.context.auth.onceLink.issue();
  const state = await it.call("GET", `/sign-in/once?token=${token}`);
  expect(await state.json()).toEqual({ valid: true, purpose: "sign-in", name: "Ada" });
  const used = await it.call("POST", "/sign-in/once", { body: { token } });
  const me = await it.call("GET", "/me", { cookie: cookieOf(used) });
  expect((await me.json()).email).toBe(adminEmail);
});

test("the cookie is kept from scripts and other sites, lasts its time, and is worthless once signed out", async () => {
  await firstAdmin(it);
  const signIn = await it.call("POST", "/sign-in", { body: { email: "ADA@example.org", password } });
  expect(signIn.status).toBe(204);
  expect(signIn.headers.getSetCookie()[0]).toMatch(
    new RegExp(
      `^locksmith_[0-9a-f]{8}=.*Max-Age=${limits.userSessionMs / 1000}; Path=/; HttpOnly; SameSite=Lax$`,
    ),
  );
  const cookie = cookieOf(signIn);
  expect(await status("GET", "/me", { cookie })).toBe(200);
  const out = await it.call("POST", "/sign-out", { cookie });
  expect(out.headers.getSetCookie()[0]).toContain("Max-Age=0");
  expect(await status("GET", "/me", { cookie })).toBe(401);
});

test("a session ends when its time is over, however much it is used", async () => {
  const cookie = await firstAdmin(it);
  it.clock.offsetMs = limits.userSessionMs - 60_000;
  expect(await status("GET", "/me", { cookie })).toBe(200);
  it.clock.offsetMs = limits.userSessionMs + 1;
  expect(await status("GET", "/me", { cookie })).toBe(401);
});

test("a forged or altered cookie is nobody", async () => {
  const cookie = await firstAdmin(it);
  const [name, value] = cookie.split("=") as [string, string];
  for (const forged of [`${name}=x`, `${name}=`, `${name}=${value.slice(0, -6)}AAAAAA`, `x=${value}`, name]) {
    expect(await status("GET", "/me", { cookie: forged })).toBe(401);
  }
  expect(await status("GET", "/me", { cookie: `other=1; ${cookie}; more=2` })).toBe(200);
});

test("a wrong password and an unknown account get the same answer, and both are audited", async () => {
  await firstAdmin(it);
  const wrong = await it.call("POST", "/sign-in", { body: { email: adminEmail, password: "wrong" } });
  const unknown = await it.call("POST", "/sign-in", { body: { email: "eve@example.org", password } });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
  expect(wrong.headers.getSetCookie()).toEqual([]);
  expect((await audits()).slice(0, 2)).toEqual([
    "sign-in eve@example.org refused",
    `sign-in ${adminEmail} refused`,
  ]);
});

test("tries are limited by address whatever X-Forwarded-For says, and by account whatever the address", async () => {
  await firstAdmin(it);
  const numbers = Array.from({ length: limits.signInAttemptsPerMinute }, (_, i) => i);
  const all = (answers: Promise<number>[]) => Promise.all(answers);
  const byAddress = numbers.map((i) => {
    const headers = { "x-forwarded-for": `203.0.113.${i}` };
    return status("POST", "/sign-in", { body: { email: `e${i}@example.org`, password: "wrong" }, headers });
  });
  expect(await all(byAddress)).toEqual(numbers.map(() => 401));
  const refused = await it.call("POST", "/sign-in", { body: { email: adminEmail, password } });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  const byAccount = numbers.map((i) => {
    const body = { email: adminEmail, password: "wrong" };
    return status("POST", "/sign-in", { body, address: `198.51.100.${i}` });
  });
  expect(await all(byAccount)).toEqual(numbers.map(() => 401));
  const right = { body: { email: adminEmail, password }, address: "198.51.100.99" };
  expect(await status("POST", "/sign-in", right)).toBe(429);
  it.clock.offsetMs += 60_001;
  expect(await status("POST", "/sign-in", right)).toBe(204);
});

test("many tries at the same moment do not slip past the limit", async () => {
  const tries = Array.from({ length: 30 }, (_, i) =>
    status("POST", "/sign-in", { body: { email: `e${i}@example.org`, password: "wrong" } }),
  );
  const answers = await Promise.all(tries);
  expect(answers.filter((s) => s === 401).length).toBe(limits.signInAttemptsPerMinute);
  expect(answers.filter((s) => s === 429).length).toBe(30 - limits.signInAttemptsPerMinute);
});

test("behind https the cookie is Secure", async () => {
  const secure = await startConsole("https://locks.example");
  try {
    const token = secure.context.auth.onceLink.issue();
    const body = { token, name: "Ada", email: adminEmail, password };
    const used = await secure.call("POST", "/sign-in/once", { body });
    expect(used.headers.getSetCookie()[0]).toMatch(/^__Secure-locksmith_.*; Secure/);
    expect((await secure.call("GET", "/me", { cookie: cookieOf(used) })).status).toBe(200);
  } finally {
    await secure.close();
  }
});

test("another site can neither sign anybody in nor act with a cookie", async () => {
  const cookie = await firstAdmin(it);
  const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  const body = { email: adminEmail, password };
  expect(await status("POST", "/sign-in", { body, headers })).toBe(403);
  expect(await status("POST", "/sign-out", { cookie, headers })).toBe(403);
  expect(await status("POST", "/sign-out", { cookie, headers: { "x-locksmith": "0" } })).toBe(403);
  expect(await status("GET", "/me", { cookie })).toBe(200);
});

test.each([
  ["gets a new password", { password: "another long one" }],
  ["is disabled, and enabled again later", { disabled: true }],
])("an account that %s while a sign-in checks the old password has no session of it", async (_, change) => {
  const oz = await signedInAs(it, "operator", "oz@example.org");
  const { password: hashing } = await (await it.context.auth.library()).$context;
  const { verify } = hashing;
  hashing.verify = async (input) => {
    const isRight = await verify(input);
    await it.call("PATCH", `/accounts/${oz.id}`, { token: it.adminToken, body: change });
    return isRight;
  };
  const late = await it.call("POST", "/sign-in", { body: { email: "oz@example.org", password } });
  hashing.verify = verify;
  expect(late.status).toBeGreaterThanOrEqual(401);
  expect(late.headers.getSetCookie()).toEqual([]);
  await it.call("PATCH", `/accounts/${oz.id}`, { token: it.adminToken, body: { disabled: false } });
  const sessions = await it.call("GET", `/accounts/${oz.id}/sessions`, { token: it.adminToken });
  expect((await sessions.json()).items).toEqual([]);
});
