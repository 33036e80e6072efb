import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { allMigrations } from "#lib/store/migrations/all-migrations.ts";
import type { Migration } from "#lib/store/migrations/migration.ts";
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
  connection.run("insert into audit values (1, 1, 'ada', 'x', 'y', 'done', '')");
  expect(() => connection.run("update audit set actor = 'eve'")).toThrow("append-only");
  expect(() => connection.run("delete from audit")).toThrow("append-only");
});
