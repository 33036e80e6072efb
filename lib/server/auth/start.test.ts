import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";
import { createAuth } from "./auth.ts";
import { tablesVersion } from "./open-library.ts";
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

/** Starts the accounts once more in a process of its own, asks who each of these is, and whether the library was loaded by then. */
function askInNewProcess(callers: readonly HeadersInit[]): unknown {
  const script = `
    import { registerHooks } from "node:module";
    let loaded = 0;
    registerHooks({ load: (url, context, next) => ((loaded += url.includes("/better-auth/") ? 1 : 0), next(url, context)) });
    const { pino } = await import("pino");
    const { openSqliteStore } = await import("#lib/store/sqlite/open-sqlite-store.ts");
    const { createAuth } = await import("#lib/server/auth/auth.ts");
    const [dataDir, callers] = JSON.parse(process.argv[1]);
    const clock = { wallMs: Date.now, monoMs: () => performance.now() };
    const store = await openSqliteStore({ dataDir, clock, onError: () => {} });
    const auth = await createAuth({ store, clock, log: pino({ level: "silent" }), dataDir, publicUrl: null, nodeName: "n" });
    const answers = [];
    for (const headers of callers) {
      const actor = await auth.authenticate(new Request("http://x.test/", { headers }));
      answers.push([actor?.kind ?? null, loaded > 0]);
    }
    await store.close();
    process.stdout.write(JSON.stringify(answers));
  `;
  const flags = ["--input-type=module", "-e", script, JSON.stringify([dataDir, callers])];
  const root = join(import.meta.dirname, "../../..");
  return JSON.parse(spawnSync(process.execPath, flags, { cwd: root, encoding: "utf8" }).stdout);
}

test("with its tables up, a server needs the library for no token, but for a cookie", async () => {
  const { store, options } = await open();
  await createAuth(options);
  await store.close();
  const token = (await readFile(join(dataDir, "admin-token"), "utf8")).trim();
  const secret = (await readFile(join(dataDir, "auth-secret"), "utf8")).trim();
  const cookie = `locksmith_${createHash("sha256").update(secret).digest("hex").slice(0, 8)}=made-up`;
  const callers: HeadersInit[] = [
    { authorization: `Bearer ${token}` },
    { cookie: "somebody=else" },
    { cookie },
  ];
  expect(askInNewProcess(callers)).toEqual([
    ["token", false],
    [null, false],
    [null, true],
  ]);
});

test("another version of the library brings its tables up anew", async () => {
  const manifest = new URL("../../../node_modules/better-auth/package.json", import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, "utf8"));
  expect(tablesVersion).toContain(`better-auth ${version},`);
  const { store, options } = await open();
  await createAuth(options);
  await store.accounts.schema.dropTable("auth_verification").execute();
  await store.accounts
    .updateTable("auth_tables" as never)
    .set({ version: "before" } as never)
    .execute();
  await createAuth(options);
  expect((await store.accounts.introspection.getTables()).map(({ name }) => name)).toContain(
    "auth_verification",
  );
  await store.close();
});
