import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { auditCheck, auditGenesis } from "#lib/domain/audit-chain.ts";
import { allMigrations } from "#lib/store/migrations/all-migrations.ts";
import type { Migration } from "#lib/store/migrations/migration.ts";
import { auditHead, readAudits } from "./audit.ts";
import { Connection } from "./connection.ts";
import { migrate } from "./migrate.ts";

const one: Migration = {
  number: 1,
  name: "one",
  sql: { sqlite: "create table a (x); insert into a values (1);" },
};
const two: Migration = { number: 2, name: "two", sql: { sqlite: "insert into a values (2);" } };
const broken: Migration = {
  number: 2,
  name: "broken",
  sql: { sqlite: "insert into a values (3); insert into nowhere values (1);" },
};

let dir: string;
const open: Connection[] = [];
const connect = () => {
  const connection = new Connection(join(dir, "test.db"), "write");
  open.push(connection);
  return connection;
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "migrate-"));
});
afterEach(async () => {
  for (const connection of open.splice(0)) connection.close();
  await rm(dir, { recursive: true });
});

test("steps run once, in order, from wherever the schema stands", async () => {
  const connection = connect();
  await migrate(connection, [one], 1_000);
  await migrate(connection, [one, two], 2_000);
  await migrate(connection, [one, two], 3_000);
  expect(connection.all("select x from a order by x").map((row) => row["x"])).toEqual([1, 2]);
  expect(connection.all("select number, applied_at from migrations").map((row) => ({ ...row }))).toEqual([
    { number: 1, applied_at: 1_000 },
    { number: 2, applied_at: 2_000 },
  ]);
});

test("many starts at once run each step once", async () => {
  await Promise.all(Array.from({ length: 8 }, () => migrate(connect(), [one, two], 1_000)));
  expect(
    connect()
      .all("select x from a order by x")
      .map((row) => row["x"]),
  ).toEqual([1, 2]);
});

test("a start that finds another one migrating waits and then sees its steps", async () => {
  const first = connect();
  first.db.exec("begin immediate");
  const second = migrate(connect(), [one], 1_000);
  first.db.exec("create table migrations (number integer primary key, name text, applied_at integer)");
  first.db.exec("create table a (x); insert into a values (1); insert into migrations values (1, 'one', 1)");
  first.db.exec("commit");
  await second;
  expect(first.all("select x from a")).toHaveLength(1);
});

test("a step that fails leaves nothing of itself or of the steps before it in the same start", async () => {
  const connection = connect();
  await expect(migrate(connection, [one, broken], 1_000)).rejects.toThrow("nowhere");
  expect(connection.all("select name from sqlite_schema where name in ('a', 'migrations')")).toEqual([]);
  await migrate(connection, [one, two], 2_000);
  expect(connection.all("select x from a")).toHaveLength(2);
});

test("the steps are numbered without a hole, and what they wrote to the audit cannot be changed", async () => {
  expect(allMigrations.map((step) => step.number)).toEqual(allMigrations.map((_, i) => i + 1));
  const connection = connect();
  await migrate(connection, allMigrations, 1_000);
  const row = (seq: number, prev: string) =>
    connection.run(
      "insert into audit values (?, 1, 'ada', 'x', 'y', 'done', '', null, null, '[]', ?, ?)",
      seq,
      prev,
      `hash ${seq}`,
    );
  row(1, auditGenesis);
  expect(() => connection.run("update audit set actor = 'eve'")).toThrow("append-only");
  expect(() => connection.run("delete from audit")).toThrow("append-only");
  expect(() => row(3, "hash 1")).toThrow("append-only");
  expect(() => row(2, auditGenesis)).toThrow("append-only");
  expect(() => connection.run("insert or replace into audit select * from audit")).toThrow("append-only");
  row(2, "hash 1");
  expect({ ...connection.get("select seq, hash from audit_head") }).toEqual({ seq: 2, hash: "hash 2" });
});

test("what an older version audited is chained as it was, in order", async () => {
  const connection = connect();
  await migrate(connection, allMigrations.slice(0, 2), 1_000);
  for (let n = 1; n <= 1_234; n += 1) {
    connection.run("insert into audit values (?, ?, 'ada', 'x', 't', 'done', ?)", n, n, `row ${n}`);
  }
  await migrate(connection, allMigrations, 2_000);
  const rows = readAudits(connection, { afterSeq: 0 }, 5_000);
  expect(rows.map((row) => row.detail)).toEqual(Array.from({ length: 1_234 }, (_, i) => `row ${i + 1}`));
  const check = auditCheck((text) => createHash("sha256").update(text).digest("hex"));
  expect(rows.map((row) => check.next(row)).filter((found) => found !== null)).toEqual([]);
  expect(check.end(auditHead(connection))).toBeNull();
});
