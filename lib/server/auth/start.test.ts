import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";
import { createAuth } from "./auth.ts";
import { authTables } from "./tables.ts";

const clock = { wallMs: () => Date.now(), monoMs: () => performance.now() };
let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "auth-start-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

async function open() {
  const store = await openSqliteStore({ dataDir, clock, onError: () => {} });
  const options = { store, clock, log: pino({ level: "silent" }), dataDir, publicUrl: null, nodeName: "n" };
  return { store, options };
}

test("two starts at once on one store bring the tables up once, and both go on", async () => {
  const { store, options } = await open();
  const [a, b] = await Promise.all([createAuth(options), createAuth(options), createAuth(options)]);
  expect(await authTables(store).selectFrom("auth_user").selectAll().execute()).toEqual([]);
  expect(await authTables(store).selectFrom("auth_session").selectAll().execute()).toEqual([]);
  expect(a?.onceLink).not.toBe(b?.onceLink);
  await store.close();
});

test("a second start finds tables and secrets as they were", async () => {
  const first = await open();
  await createAuth(first.options);
  const before = (await readdir(dataDir)).filter((name) => /token|secret/.test(name)).sort();
  expect(before).toEqual(["admin-token", "agent-token", "auth-secret"]);
  await first.store.close();
  const second = await open();
  await createAuth(second.options);
  expect((await readdir(dataDir)).filter((name) => /token|secret/.test(name)).sort()).toEqual(before);
  await second.store.close();
});
