import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sampleLease } from "#lib/store/conformance/sample.ts";
import { allMigrations } from "#lib/store/migrations/all-migrations.ts";
import { StoreReadOnlyError } from "#lib/store/store.ts";
import { Connection } from "./connection.ts";
import { DurableReader } from "./durable-reader.ts";
import { migrate } from "./migrate.ts";
import * as sql from "./statements.ts";
import { SqliteTx } from "./tx.ts";
import { Writer } from "./writer.ts";

/** A disk that takes as long as the test wants. */
class SlowDisk {
  syncs = 0;
  #waiting: PromiseWithResolvers<void> = Promise.withResolvers();
  #asked: PromiseWithResolvers<void> = Promise.withResolvers();

  readonly sync = (): Promise<void> => {
    this.syncs += 1;
    this.#waiting = Promise.withResolvers();
    this.#asked.resolve();
    return this.#waiting.promise;
  };

  /** Resolves when a commit waits for the disk. */
  async asked(): Promise<void> {
    await this.#asked.promise;
    this.#asked = Promise.withResolvers();
  }

  finish(): void {
    this.#waiting.resolve();
  }

  fail(): void {
    this.#waiting.reject(new Error("EIO"));
  }
}

let folder: string;
let connections: Connection[];
let disk: SlowDisk;
let writer: Writer;
let reader: DurableReader;
let errors: unknown[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "writer-"));
  const connection = new Connection(join(folder, "test.db"), "write");
  await migrate(connection, allMigrations, 0);
  const reading = new Connection(join(folder, "test.db"), "read");
  connections = [reading, connection];
  disk = new SlowDisk();
  errors = [];
  writer = new Writer({
    connection,
    clock: { wallMs: () => 0, monoMs: () => performance.now() },
    checkFiles: () => {},
    syncLog: disk.sync,
    onError: (error) => errors.push(error),
  });
  reader = new DurableReader(reading, writer);
});
afterEach(async () => {
  await writer.close();
  for (const connection of connections) connection.close();
  rmSync(folder, { recursive: true });
});

const put = (epoch: number) =>
  writer.enqueue((unit) => new SqliteTx(unit).put("lease", "a", sampleLease(epoch, "a")));
const epochOnDisk = () =>
  reader.read((connection) => {
    const row = connection.get(sql.getDocument, "lease", "a");
    return row === undefined ? null : (JSON.parse(String(row["value"])) as { epoch: number }).epoch;
  });
/** Lets everything happen that does not wait for the disk. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

test("until the disk has it, nobody hears of a commit: no promise, no listener, no read, no revision", async () => {
  const told: string[] = [];
  writer.onCommit(({ revision }) => told.push(`commit ${revision}`));
  const before = writer.revision;
  const written = put(1).then(({ revision }) => told.push(`written ${revision}`));
  await disk.asked();
  const read = epochOnDisk().then((epoch) => told.push(`read ${epoch}`));
  // What comes meanwhile waits for its own turn, and for the disk again.
  const later = put(2).then(({ revision }) => told.push(`written ${revision}`));
  await settle();
  expect(told).toEqual([]);
  expect(writer.revision).toBe(before);
  disk.finish();
  await Promise.all([written, read]);
  expect([...told].sort()).toEqual([`commit ${before + 1}`, "read 1", `written ${before + 1}`]);
  expect(told[0]).toBe(`commit ${before + 1}`);
  await disk.asked();
  expect(writer.revision).toBe(before + 1);
  disk.finish();
  await later;
  expect(disk.syncs).toBe(2);
  expect(await epochOnDisk()).toBe(2);
});

test("a disk that fails ends the writing for good: nobody knows what it has kept", async () => {
  const heard: unknown[] = [];
  writer.onCommit((commit) => heard.push(commit));
  const before = writer.revision;
  const lost = put(1).catch((error: unknown) => error);
  await disk.asked();
  const waiting = put(2).catch((error: unknown) => error);
  disk.fail();
  for (const error of await Promise.all([lost, waiting])) {
    expect(error).toBeInstanceOf(StoreReadOnlyError);
    expect(String(error)).toContain("restart the server");
  }
  await expect(put(3)).rejects.toThrow("restart the server");
  expect(writer.readOnlyReason).toContain("restart the server");
  expect(heard).toEqual([]);
  expect(writer.revision).toBe(before);
  expect(disk.syncs).toBe(1);
  expect(errors.map(String)).toEqual(["Error: EIO"]);
});

test("works that only read wait for no disk", async () => {
  await writer.enqueue((unit) => unit.get(sql.readLog));
  expect(disk.syncs).toBe(0);
});

test("a lease is read as it was written, also by the next work of the same group and after one that failed", async () => {
  const seen: (number | undefined)[] = [];
  const count = (fails: boolean) =>
    writer.enqueue(async (unit) => {
      const tx = new SqliteTx(unit);
      const epoch = (await tx.get("lease", "a"))?.value.epoch;
      seen.push(epoch);
      await tx.put("lease", "a", sampleLease((epoch ?? 0) + 1, "a"));
      expect((await tx.get("lease", "a"))?.value.epoch).toBe((epoch ?? 0) + 1);
      if (fails) throw new Error("refused");
      return tx.get("lease", "a");
    });
  const all = Promise.allSettled([count(false), count(true), count(false), count(false)]);
  await disk.asked();
  disk.finish();
  expect((await all).map((r) => r.status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
  expect(seen).toEqual([undefined, 1, 1, 2]);
  expect(await epochOnDisk()).toBe(3);
});

test("what one work reads of a lease, it cannot change for another", async () => {
  const first = put(1);
  await disk.asked();
  disk.finish();
  await first;
  const change = writer.enqueue(async (unit) => {
    const stored = await new SqliteTx(unit).get("lease", "a");
    if (stored !== null) stored.value.epoch = 99;
  });
  await expect(change).rejects.toThrow("read only");
  const { value } = await writer.enqueue((unit) => new SqliteTx(unit).get("lease", "a"));
  expect(value?.value.epoch).toBe(1);
});

test("a removed lease is gone for the next work", async () => {
  const removed = Promise.all([
    put(1),
    writer.enqueue((unit) => new SqliteTx(unit).remove("lease", "a", 5, "swept")),
    writer.enqueue((unit) => new SqliteTx(unit).get("lease", "a")),
  ]);
  await disk.asked();
  disk.finish();
  const [, , after] = await removed;
  expect(after.value).toMatchObject({ goneAt: 5, goneHow: "swept" });
});
