import { chmod, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { putLease } from "#lib/store/conformance/sample.ts";
import { type Store, StoreOpenError, StoreReadOnlyError } from "#lib/store/store.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

const clock = { wallMs: () => Date.now(), monoMs: () => performance.now() };
let dataDir: string;
const opened: Store[] = [];
const errors: unknown[] = [];

async function open(folder = dataDir): Promise<Store> {
  const store = await openSqliteStore({ dataDir: folder, clock, onError: (error) => errors.push(error) });
  opened.push(store);
  return store;
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "store-"));
  errors.length = 0;
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(dataDir, { recursive: true });
});

test("a folder that is missing is made, also several levels deep, and its files are the owner's alone", async () => {
  const store = await open(join(dataDir, "a/b"));
  await putLease(store, "l", 1);
  expect((await store.get("lease", "l"))?.value.epoch).toBe(1);
  for (const name of ["locksmith.db", "locksmith.db-wal", "locksmith.db-shm"]) {
    expect((await stat(join(dataDir, "a/b", name))).mode & 0o777).toBe(0o600);
  }
});

test("what cannot be a data folder is refused in one line that names it", async () => {
  const file = join(dataDir, "file");
  await writeFile(file, "");
  for (const bad of [file, join(file, "below"), "/proc/nowhere"]) {
    const refused = await open(bad).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreOpenError);
    expect(String(refused)).toContain(`cannot write to the data folder ${bad}: `);
    expect(String(refused)).not.toContain("\n");
  }
});

// Root may write anywhere, so the mode proves nothing there; /proc above stands for it.
test.runIf(process.getuid?.() !== 0)("a folder without the right to write is refused", async () => {
  await chmod(dataDir, 0o500);
  await expect(open()).rejects.toThrow("permission denied");
  await chmod(dataDir, 0o700);
});

test("a second server on the same folder is refused, and the first one goes on", async () => {
  const first = await open();
  await expect(open()).rejects.toThrow(`another server is running on the data folder ${dataDir}`);
  await expect(open(`${dataDir}/../${dataDir.split("/").at(-1)}`)).rejects.toThrow("another server");
  await putLease(first, "l", 1);
  await first.close();
  const second = await open();
  expect((await second.get("lease", "l"))?.value.epoch).toBe(1);
});

test("a schema of a newer version is refused and left alone", async () => {
  await (await open()).close();
  const db = new DatabaseSync(join(dataDir, "locksmith.db"));
  db.exec("insert into migrations values (900, 'from the future', 1)");
  db.close();
  await expect(open()).rejects.toThrow(/schema 900, and this version knows schemas up to \d+/);
  await expect(open()).rejects.toBeInstanceOf(StoreOpenError);
});

test("a file that is no database is refused and left alone", async () => {
  await writeFile(
    join(dataDir, "locksmith.db"),
    "this is not a database, it is a text of some length".repeat(99),
  );
  await expect(open()).rejects.toThrow("The database file is damaged.");
});

test("a database file moved away stops the acknowledgements, and comes back by itself", async () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const store = await open();
  await putLease(store, "l", 1);
  const file = join(dataDir, "locksmith.db");
  await rename(file, `${file}.away`);
  await expect(putLease(store, "l", 2)).rejects.toBeInstanceOf(StoreReadOnlyError);
  expect(store.readOnlyReason()).toContain("moved or removed");
  await expect(store.ping()).rejects.toBeInstanceOf(StoreReadOnlyError);
  vi.advanceTimersByTime(5_000);
  expect(store.readOnlyReason()).not.toBeNull();
  expect((await store.get("lease", "l"))?.value.epoch).toBe(1);
  await rename(`${file}.away`, file);
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(store.readOnlyReason()).toBeNull());
  await putLease(store, "l", 3);
  expect((await store.get("lease", "l"))?.value.epoch).toBe(3);
  await store.ping();
});

test("a write waits while another program holds the database, and is not lost", async () => {
  const store = await open();
  const other = new DatabaseSync(join(dataDir, "locksmith.db"));
  other.exec("begin immediate");
  const waiting = putLease(store, "l", 1);
  const firstDone = await Promise.race([
    waiting,
    new Promise((resolve) => setTimeout(resolve, 300, "held up")),
  ]);
  expect(firstDone).toBe("held up");
  other.exec("rollback");
  other.close();
  await waiting;
  expect((await store.get("lease", "l"))?.value.epoch).toBe(1);
  expect(store.readOnlyReason()).toBeNull();
});

test("a write that waits for something that never comes is undone, and the next goes on", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const store = await open();
  const stuck = store.write(async (tx) => {
    await tx.event({
      at: 1,
      kind: "x",
      severity: "info",
      node: null,
      lockId: null,
      resource: null,
      ownerId: null,
      text: "",
    });
    await new Promise(() => {});
  });
  const next = putLease(store, "l", 1);
  const told = expect(stuck).rejects.toThrow("took too long");
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  await told;
  await next;
  expect(await store.events({ limit: 5 })).toEqual([]);
});
