import { afterEach, beforeEach, expect, test } from "vitest";
import { type Console, signedInAs, startConsole } from "#lib/server/auth/testing/console.ts";
import { buildApp } from "#lib/server/http/app.ts";
import { policyRoutes } from "#lib/server/policies/routes.ts";
import { RefusalAudit } from "./refusal-audit.ts";

let it: Console;
beforeEach(async () => {
  it = await startConsole(null, policyRoutes);
});
afterEach(() => it.close());

/** The console's own app with the door that the server puts in. */
function appOf({ context }: Console) {
  const refusals = new RefusalAudit(context);
  return buildApp({
    context,
    specs: policyRoutes,
    publicOrigin: null,
    stopping: new AbortController().signal,
    onRefused: (...refused) => refusals.note(...refused),
  });
}

function ask(app: ReturnType<typeof appOf>, method: string, cookie: string) {
  const headers = { host: "locks.test", "x-locksmith": "1", "sec-fetch-site": "same-origin", cookie };
  return app.request(`http://locks.test/api/v1/policies${method === "GET" ? "" : "/clear"}`, {
    method,
    headers,
  });
}

async function refused() {
  const rows = await it.context.store.audits({ outcome: "refused", limit: 100 });
  return rows.map((row) => `${row.actor.split(" (")[0]}: ${row.action} ${row.target}`);
}

test("a guarded action that a role may not do is in the audit before its refusal is answered", async () => {
  const { cookie } = await signedInAs(it, "operator", "oscar@example.org");
  const app = appOf(it);
  expect((await ask(app, "DELETE", cookie)).status).toBe(403);
  expect(await refused()).toEqual(["The operator: policy.manage DELETE /api/v1/policies/clear"]);
});

test("who asks again and again is noted once a minute, each actor for itself", async () => {
  const oscar = await signedInAs(it, "operator", "oscar@example.org");
  const vera = await signedInAs(it, "viewer", "vera@example.org");
  const app = appOf(it);
  for (let n = 0; n < 20; n += 1) await ask(app, "DELETE", oscar.cookie);
  await ask(app, "DELETE", vera.cookie);
  expect(await refused()).toHaveLength(2);
  it.clock.offsetMs += 61_000;
  await ask(app, "DELETE", oscar.cookie);
  expect(await refused()).toHaveLength(3);
});

test("reading and strangers leave nothing in it", async () => {
  const { cookie } = await signedInAs(it, "viewer", "vera@example.org");
  const app = appOf(it);
  expect((await ask(app, "GET", cookie)).status).toBe(200);
  expect((await ask(app, "DELETE", "")).status).toBe(401);
  expect(await refused()).toEqual([]);
});
