import { afterEach, beforeEach, expect, test } from "vitest";
import type { AuditList } from "#lib/contract/audit.ts";
import type { PolicyList } from "#lib/contract/policies.ts";
import { operationKinds } from "#lib/domain/operations/operation.ts";
import { defaultPolicies } from "#lib/domain/operations/policy.ts";
import { auditRoutes } from "#lib/server/audit/routes.ts";
import { type Console, signedInAs, startConsole } from "#lib/server/auth/testing/console.ts";
import { policyRoutes } from "./routes.ts";

let it: Console;
beforeEach(async () => {
  it = await startConsole(null, [...policyRoutes, ...auditRoutes()]);
});
afterEach(() => it.close());

const { kind: _kind, resource: _resource, ...clear } = defaultPolicies.clear;
const put = (id: string, body: unknown) =>
  it.call("PUT", `/policies/${encodeURIComponent(id)}`, { token: it.adminToken, body });
const remove = (id: string) =>
  it.call("DELETE", `/policies/${encodeURIComponent(id)}`, { token: it.adminToken });

async function list() {
  return ((await (await it.call("GET", "/policies", { token: it.adminToken })).json()) as PolicyList).items;
}

async function audits() {
  const answer = await it.call("GET", "/audit?action=policy.", { token: it.adminToken });
  return ((await answer.json()) as AuditList).items;
}

test("without anything set, every kind has its safe default", async () => {
  expect((await list()).map((row) => [row.id, row.set, row.weaker])).toEqual(
    operationKinds.map((kind) => [kind, false, []]),
  );
});

test("a policy is set for all and for one resource, and taken back, each change in the audit", async () => {
  expect((await put("clear", { ...clear, ackWindowMs: 60_000 })).status).toBe(200);
  expect((await put("clear:etc/a b.conf", { ...clear, twoPeople: false })).status).toBe(200);
  const rows = await list();
  expect(rows.find((row) => row.id === "clear")).toMatchObject({ set: true, ackWindowMs: 60_000 });
  expect(rows.at(-1)).toMatchObject({
    kind: "clear",
    resource: "etc/a b.conf",
    weaker: ["One person alone can do it."],
  });
  expect((await remove("clear:etc/a b.conf")).status).toBe(204);
  expect((await remove("clear")).status).toBe(204);
  expect((await remove("clear")).status).toBe(404);
  expect((await list()).every((row) => !row.set)).toBe(true);
  expect((await audits()).map((row) => `${row.action} ${row.target}: ${row.detail}`)).toEqual([
    "policy.remove clear: ackWindowMs 60000 → 90000",
    "policy.remove clear:etc/a b.conf: twoPeople false → true, ackWindowMs 90000 → 60000",
    "policy.set clear:etc/a b.conf: twoPeople true → false, ackWindowMs 60000 → 90000",
    "policy.set clear: ackWindowMs 90000 → 60000",
  ]);
  expect((await audits())[2]?.evidence).toEqual([
    { label: "weaker than the default", text: "One person alone can do it." },
  ]);
});

test("what cannot be is refused by field, changes nothing, and is in the audit as refused", async () => {
  const wrong = await put("clear", { ...clear, ackWindowMs: 1, targetsMax: 5 });
  expect(wrong.status).toBe(422);
  expect(await wrong.json()).toMatchObject({ errors: [{ field: "ackWindowMs" }, { field: "targetsMax" }] });
  expect((await put("purge", clear)).status).toBe(422);
  expect((await put("clear:", clear)).status).toBe(422);
  expect((await put("clear", { ...clear, force: true })).status).toBe(422);
  const row = { action: "policy.set", target: "clear", outcome: "refused" };
  expect(await audits()).toEqual([expect.objectContaining(row)]);
  expect((await list()).every(({ set }) => !set)).toBe(true);
});

test("an approver reads policies and sets none", async () => {
  const { cookie } = await signedInAs(it, "approver", "bob@example.org");
  expect((await it.call("GET", "/policies", { cookie })).status).toBe(200);
  expect((await it.call("PUT", "/policies/clear", { cookie, body: clear })).status).toBe(403);
});
