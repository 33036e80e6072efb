import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  adminEmail,
  type Console,
  cookieOf,
  firstAdmin,
  password,
  signedInAs,
  startConsole,
} from "#lib/server/auth/testing/console.ts";
import { changeAccount } from "./change-account.ts";
import { removeAccount } from "./remove-account.ts";

// Passwords are hashed for real, which is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

let it: Console;
let admin: { cookie: string; id: string };
beforeEach(async () => {
  it = await startConsole();
  const cookie = await firstAdmin(it);
  const me = (await (await it.call("GET", "/me", { cookie })).json()) as { id: string };
  admin = { cookie, id: me.id };
});
afterEach(() => it.close());

async function status(method: string, path: string, options = {}) {
  return (await it.call(method, path, options)).status;
}
const asAdmin = (body?: unknown) =>
  body === undefined ? { cookie: admin.cookie } : { cookie: admin.cookie, body };
async function accounts() {
  const answer = await it.call("GET", "/accounts", { token: it.adminToken });
  return ((await answer.json()) as { items: { email: string; role: string; disabled: boolean }[] }).items;
}

test("an account is listed with its role and last sign-in, and its password is nowhere in the answer", async () => {
  await signedInAs(it, "operator", "Oz@Example.org");
  const text = await (await it.call("GET", "/accounts", asAdmin())).text();
  expect(JSON.parse(text).items).toMatchObject([
    { email: adminEmail, role: "admin", disabled: false },
    { email: "oz@example.org", role: "operator", disabled: false, lastSignInAt: expect.any(Number) },
  ]);
  expect(text).not.toMatch(/password|hash|token/i);
});

test("an email belongs to one account, whatever its letters' case", async () => {
  const body = { name: "B", email: "ADA@EXAMPLE.ORG", password, role: "viewer" };
  const answer = await it.call("POST", "/accounts", asAdmin(body));
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ code: "conflict", errors: [{ field: "email" }] });
  expect((await accounts()).length).toBe(1);
});

test("the last active admin can be neither demoted, disabled nor removed, not even by itself or a token", async () => {
  const other = await signedInAs(it, "admin", "bea@example.org");
  await it.call("PATCH", `/accounts/${other.id}`, asAdmin({ disabled: true }));
  for (const who of [asAdmin(), { token: it.adminToken }]) {
    expect(await status("PATCH", `/accounts/${admin.id}`, { ...who, body: { role: "approver" } })).toBe(409);
    expect(await status("PATCH", `/accounts/${admin.id}`, { ...who, body: { disabled: true } })).toBe(409);
    expect(await status("DELETE", `/accounts/${admin.id}`, who)).toBe(409);
  }
  expect(await status("GET", "/accounts", asAdmin())).toBe(200);
  expect(await status("PATCH", `/accounts/${admin.id}`, asAdmin({ role: "admin", name: "Ada L." }))).toBe(
    200,
  );
});

test("two admins who remove each other at the same moment leave one", async () => {
  const other = await signedInAs(it, "admin", "bea@example.org");
  const actor = { kind: "user", id: "x", name: "x", role: "admin" } as const;
  const ends = await Promise.allSettled([
    removeAccount(it.context, actor, other.id),
    removeAccount(it.context, actor, admin.id),
    changeAccount(it.context, actor, admin.id, { disabled: true }),
  ]);
  expect(ends.map((end) => (end.status === "rejected" ? end.reason.code : "done"))).toEqual([
    "done",
    "conflict",
    "conflict",
  ]);
  expect(await accounts()).toMatchObject([{ email: adminEmail, disabled: false }]);
});

test.each([
  ["disabling", (id: string) => ["PATCH", `/accounts/${id}`, { disabled: true }] as const],
  [
    "a new password from an admin",
    (id: string) => ["PATCH", `/accounts/${id}`, { password: "another long one" }] as const,
  ],
  ["removing", (id: string) => ["DELETE", `/accounts/${id}`, undefined] as const],
  ["ending its sessions", (id: string) => ["DELETE", `/accounts/${id}/sessions`, undefined] as const],
])("%s ends an account's sessions at once, and nobody else's", async (_, request) => {
  const oz = await signedInAs(it, "operator", "oz@example.org");
  expect(await status("GET", "/me", { cookie: oz.cookie })).toBe(200);
  const [method, path, body] = request(oz.id);
  expect(await status(method, path, asAdmin(body))).toBeLessThan(300);
  expect(await status("GET", "/me", { cookie: oz.cookie })).toBe(401);
  expect(await status("GET", "/me", asAdmin())).toBe(200);
});

test("a disabled account cannot sign in, and only its right password finds that out; enabled, it can", async () => {
  const oz = await signedInAs(it, "operator", "oz@example.org");
  await it.call("PATCH", `/accounts/${oz.id}`, asAdmin({ disabled: true }));
  expect(await status("POST", "/sign-in", { body: { email: "oz@example.org", password: "wrong" } })).toBe(
    401,
  );
  const right = await it.call("POST", "/sign-in", { body: { email: "oz@example.org", password } });
  expect(right.status).toBe(403);
  expect(right.headers.getSetCookie()).toEqual([]);
  await it.call("PATCH", `/accounts/${oz.id}`, asAdmin({ disabled: false }));
  expect(await status("POST", "/sign-in", { body: { email: "oz@example.org", password } })).toBe(204);
});

test("a new role counts with the next request of an open session", async () => {
  const oz = await signedInAs(it, "viewer", "oz@example.org");
  expect(await status("GET", "/accounts", { cookie: oz.cookie })).toBe(403);
  await it.call("PATCH", `/accounts/${oz.id}`, asAdmin({ role: "admin" }));
  expect(await status("GET", "/accounts", { cookie: oz.cookie })).toBe(200);
});

test("changing one's password needs the current one and ends one's other sessions, not this one", async () => {
  const oz = await signedInAs(it, "viewer", "oz@example.org");
  const second = cookieOf(await it.call("POST", "/sign-in", { body: { email: "oz@example.org", password } }));
  const wrong = { cookie: oz.cookie, body: { current: "wrong", next: "a brand new one" } };
  const refused = await it.call("POST", "/me/password", wrong);
  expect(refused.status).toBe(422);
  expect((await refused.json()).errors).toEqual([{ field: "current", message: expect.any(String) }]);
  expect(await status("GET", "/me", { cookie: second })).toBe(200);
  const right = { cookie: oz.cookie, body: { current: password, next: "a brand new one" } };
  expect(await status("POST", "/me/password", right)).toBe(204);
  expect(await status("GET", "/me", { cookie: second })).toBe(401);
  expect(await status("GET", "/me", { cookie: oz.cookie })).toBe(200);
  expect(await status("POST", "/sign-in", { body: { email: "oz@example.org", password } })).toBe(401);
});

test("one's own sessions are listed and can be ended; somebody else's cannot", async () => {
  const oz = await signedInAs(it, "viewer", "oz@example.org");
  const agent = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0" };
  const sign = { body: { email: "oz@example.org", password }, headers: agent, address: "198.51.100.7" };
  const second = cookieOf(await it.call("POST", "/sign-in", sign));
  const list = await (await it.call("GET", "/me/sessions", { cookie: oz.cookie })).json();
  expect(list.items).toMatchObject([
    { current: false, address: "198.51.100.7", browser: "Firefox on Linux" },
    { current: true },
  ]);
  const ofAdmin = await (await it.call("GET", "/me/sessions", asAdmin())).json();
  expect(await status("DELETE", `/me/sessions/${ofAdmin.items[0].id}`, { cookie: oz.cookie })).toBe(404);
  expect(await status("DELETE", `/me/sessions/${list.items[0].id}`, { cookie: oz.cookie })).toBe(204);
  expect(await status("GET", "/me", { cookie: second })).toBe(401);
  expect(await status("GET", "/me", asAdmin())).toBe(200);
});

test("each change leaves one audit row with who did it, and a refused one leaves no change", async () => {
  const before = (await it.context.store.audits({ limit: 100 })).length;
  const body = { name: "Oz", email: "oz@example.org", password, role: "viewer" };
  await it.call("POST", "/accounts", asAdmin(body));
  await it.call("POST", "/accounts", asAdmin(body));
  const rows = await it.context.store.audits({ limit: 100 });
  expect(rows.length).toBe(before + 1);
  expect(rows[0]).toMatchObject({
    action: "account.create",
    target: "oz@example.org",
    detail: "role viewer",
  });
  expect(rows[0]?.actor).toBe(`Ada (user ${admin.id})`);
});
