import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { auditCheck } from "#lib/domain/audit-chain.ts";
import type { Store } from "#lib/store/store.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

const clock = { wallMs: () => Date.now(), monoMs: () => performance.now() };
let dataDir: string;
let store: Store;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "audit-"));
  store = await openSqliteStore({ dataDir, clock, onError: () => undefined });
  for (const detail of ["one", "two", "three"]) {
    await store.write((tx) =>
      tx.audit({ at: 1, actor: "ada", action: "x", target: "t", outcome: "done", detail }),
    );
  }
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

/** Somebody with the file and a tool of their own, who takes the triggers away first. */
function tamper(statement: string): void {
  const db = new DatabaseSync(join(dataDir, "locksmith.db"));
  for (const name of ["update", "delete", "insert"]) db.exec(`drop trigger audit_is_append_only_${name}`);
  db.exec(statement);
  db.close();
}

async function firstBreak(): Promise<number | null> {
  const check = auditCheck((text) => createHash("sha256").update(text).digest("hex"));
  for (const row of await store.audits({ afterSeq: 0, limit: 100 })) {
    const found = check.next(row);
    if (found !== null) return found.seq;
  }
  return check.end(await store.auditHead())?.seq ?? null;
}

test("an untouched chain is whole", async () => {
  expect(await firstBreak()).toBeNull();
});

test.each([
  ["a row that was rewritten", "update audit set detail = 'nothing' where seq = 2", 2],
  ["a row that was taken out", "delete from audit where seq = 2", 2],
  ["the first row taken out", "delete from audit where seq = 1", 1],
  ["the last rows cut off", "delete from audit where seq >= 2", 2],
  [
    "a row taken out and the rest moved up",
    "delete from audit where seq = 2; update audit set seq = 2 where seq = 3",
    2,
  ],
  [
    "evidence that was rewritten",
    `update audit set evidence = '[{"label":"a","text":"b"}]' where seq = 3`,
    3,
  ],
  ["a hash that was put in", `update audit set hash = '${"a".repeat(64)}' where seq = 1`, 1],
])("%s is found, at its place", async (_, statement, seq) => {
  tamper(statement);
  expect(await firstBreak()).toBe(seq);
});
