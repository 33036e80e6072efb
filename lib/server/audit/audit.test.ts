import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AuditList, AuditVerified } from "#lib/contract/audit.ts";
import { type Console, startConsole } from "#lib/server/auth/testing/console.ts";
import type { AuditRecord } from "#lib/store/records.ts";
import { auditRow } from "./audit-row.ts";
import { auditRoutes } from "./routes.ts";

let it: Console;
beforeEach(async () => {
  it = await startConsole(null, auditRoutes());
});
afterEach(() => it.close());

function put(...rows: Partial<AuditRecord>[]) {
  const base = {
    at: 5,
    actor: "Ada (user 1)",
    action: "x",
    target: "t",
    outcome: "done" as const,
    detail: "",
  };
  return it.context.store.write(async (tx) => {
    for (const row of rows) await tx.audit({ ...base, ...row });
  });
}

async function get<T>(path: string): Promise<T> {
  const response = await it.call("GET", path, { token: it.adminToken });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

test("pages meet every row once, newest first, though new ones come meanwhile", async () => {
  await put(...Array.from({ length: 25 }, (_, n) => ({ detail: String(n) })));
  const met: string[] = [];
  let cursor = "";
  for (;;) {
    const page = await get<AuditList>(`/audit?limit=10${cursor}`);
    met.push(...page.items.map((row) => row.detail));
    await put({ detail: "new" });
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(met).toEqual(Array.from({ length: 25 }, (_, n) => String(24 - n)));
});

test("filters come from the query, and a wrong one is named", async () => {
  await put({ action: "operation.confirm", target: "native/a", operationId: "op_1", outcome: "refused" });
  await put({ action: "sign-in", detail: "by password" });
  const found = await get<AuditList>(
    "/audit?action=operation.&outcome=refused&operation=op_1&target=native/a",
  );
  expect(found).toMatchObject({ total: 1, items: [{ seq: 1, action: "operation.confirm" }] });
  expect((await get<AuditList>("/audit?q=PASSWORD+ada")).items.map((row) => row.action)).toEqual(["sign-in"]);
  const wrong = await it.call("GET", "/audit?outcome=maybe", { token: it.adminToken });
  expect(wrong.status).toBe(422);
  expect(await wrong.json()).toMatchObject({ errors: [{ field: "query.outcome" }] });
});

test("the export has every row that matches, as lines of JSON and as CSV without formulas", async () => {
  await put(...Array.from({ length: 1_203 }, (_, n) => ({ at: n, target: `t${n}` })));
  await put({ action: "odd", target: '=HYPERLINK("http://evil")', detail: 'a "b"\nc', reason: "+1" });
  const lines = await it.call("GET", "/audit/export", { token: it.adminToken });
  const rows = (await lines.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 1_204 }, (_, i) => i + 1));
  const csv = await it.call("GET", "/audit/export?format=csv&action=odd", { token: it.adminToken });
  expect(csv.headers.get("content-type")).toContain("text/csv");
  expect(csv.headers.get("content-disposition")).toContain("locksmith-audit.csv");
  const text = await csv.text();
  expect(text).toContain(`"'=HYPERLINK(""http://evil"")",done,"a ""b""\nc",,"'+1",`);
  expect(text.split("\r\n")).toHaveLength(3);
});

test("the chain is walked: whole, then broken where somebody changed the file", async () => {
  await put(...Array.from({ length: 1_100 }, (_, n) => ({ detail: String(n) })));
  const before = await get<AuditVerified>("/audit/verify");
  expect(before).toMatchObject({ ok: true, rows: 1_100, brokenAt: null });
  const db = new DatabaseSync(join(it.dataDir, "locksmith.db"));
  db.exec("drop trigger audit_is_append_only_update; update audit set actor = 'Eve' where seq = 777");
  db.close();
  const after = await get<AuditVerified>("/audit/verify");
  expect(after).toMatchObject({ ok: false, rows: 1_100, brokenAt: 777, head: before.head });
  expect(after.reason).toContain("777");
});

test("nobody may read it without signing in, and nothing changes it", async () => {
  expect((await it.call("GET", "/audit")).status).toBe(401);
  expect((await it.call("GET", "/audit/export")).status).toBe(401);
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    expect((await it.call(method, "/audit", { token: it.adminToken })).status).toBe(405);
  }
});

test("a row is made safe: control characters are visible, lengths bounded, the id stays beside the name", () => {
  const row = auditRow({
    at: 1,
    actor: { kind: "user", id: "u1", name: "Eve\u202e", role: "viewer" },
    action: "x",
    target: "a\nb",
    detail: "x".repeat(50_000),
    evidence: Array.from({ length: 500 }, () => ({ label: "l", text: "y".repeat(9_000) })),
  });
  expect(row.actor).toBe("Eve\\u{202e} (user u1)");
  expect(row.target).toBe("a\\nb");
  expect(row.detail.length).toBeLessThanOrEqual(2_000);
  expect(row.evidence).toHaveLength(200);
});
