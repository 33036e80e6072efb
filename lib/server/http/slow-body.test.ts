import { afterEach, expect, test, vi } from "vitest";
import { accountRoutes } from "#lib/server/accounts/routes.ts";
import { type Console, signedInAs, startConsole } from "#lib/server/auth/testing/console.ts";
import { buildApp } from "./app.ts";

// Passwords are hashed for real, which is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

let it: Console;
afterEach(() => it.close());

/** Begins a request whose body waits; `finish` sends it. */
function begin(context: Console["context"], cookie: string, body: unknown) {
  const app = buildApp({
    context,
    specs: accountRoutes,
    publicOrigin: null,
    stopping: new AbortController().signal,
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const text = JSON.stringify(body);
  const headers = {
    host: "locks.test",
    "x-locksmith": "1",
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
    cookie,
  };
  const init = { method: "POST", headers, body: readable, duplex: "half" };
  const answer = app.request("http://locks.test/api/v1/accounts", init as RequestInit);
  const writer = writable.getWriter();
  return {
    /** Resolves when the server waits for the body, so has asked who it is. */
    asked: writer.write(new TextEncoder().encode(text.slice(0, 1))),
    async finish() {
      await writer.write(new TextEncoder().encode(text.slice(1)));
      await writer.close();
      return answer;
    },
  };
}

test.each([
  ["disabled", { disabled: true }, 401],
  ["demoted", { role: "approver" }, 403],
])(
  "an admin who is %s while the body of a request is still on its way does nothing any more",
  async (_, change, status) => {
    it = await startConsole();
    await signedInAs(it, "admin", "ada@example.org");
    const bea = await signedInAs(it, "admin", "bea@example.org");
    const account = {
      name: "Eve",
      email: "eve@example.org",
      password: "correct horse battery",
      role: "admin",
    };
    const slow = begin(it.context, bea.cookie, account);
    await slow.asked;
    const changed = await it.call("PATCH", `/accounts/${bea.id}`, { token: it.adminToken, body: change });
    expect(changed.status).toBe(200);
    expect((await slow.finish()).status).toBe(status);
    const { items } = (await (await it.call("GET", "/accounts", { token: it.adminToken })).json()) as {
      items: { email: string }[];
    };
    expect(items.map(({ email }) => email)).not.toContain("eve@example.org");
  },
);

test("one who stays what they are may send it as slowly as before", async () => {
  it = await startConsole();
  const bea = await signedInAs(it, "admin", "bea@example.org");
  const account = {
    name: "Eve",
    email: "eve@example.org",
    password: "correct horse battery",
    role: "viewer",
  };
  const slow = begin(it.context, bea.cookie, account);
  await slow.asked;
  expect((await slow.finish()).status).toBe(201);
});
