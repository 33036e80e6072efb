import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sampleEvent } from "#lib/store/conformance/sample.ts";
import type { EventFilter, Store } from "#lib/store/store.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

let dataDir: string;
let store: Store;
const clock = { wallMs: () => 1_000, monoMs: () => performance.now() };
const errors: unknown[] = [];
const open = () => openSqliteStore({ dataDir, clock, onError: (error) => errors.push(error) });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "shelf-"));
  store = await open();
});

afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
  expect(errors).toEqual([]);
});

async function write(from: number, to: number): Promise<void> {
  await store.write(async (tx) => {
    for (let i = from; i < to; i += 1) {
      await tx.event(sampleEvent({ at: i, lockId: `native/${i % 3}`, resource: `${i % 3}`, text: `${i}` }));
    }
  });
}

function rowsIn(table: string): number {
  const db = new DatabaseSync(join(dataDir, "locksmith.db"), { readOnly: true });
  const row = db.prepare(`select count(*) as count from ${table}`).get();
  db.close();
  return Number(row?.["count"]);
}

async function allPages(filter: Omit<EventFilter, "limit">): Promise<number[]> {
  const found: number[] = [];
  let beforeId: number | undefined;
  for (;;) {
    const page = await store.events({
      ...filter,
      ...(beforeId === undefined ? {} : { beforeId }),
      limit: 70,
    });
    found.push(...page.map((event) => Number(event.text)));
    beforeId = page.at(-1)?.id;
    if (beforeId === undefined) return found;
  }
}

test("events are found in one order wherever they are, each once, also after a restart", async () => {
  const newestFirst = (count: number) => Array.from({ length: count }, (_, i) => count - 1 - i);
  for (let i = 0; i < 13; i += 1) await write(i * 400, (i + 1) * 400);
  // Waits for the move that the commits began.
  await store.setMeta("after", "the move");
  expect(rowsIn("events")).toBeGreaterThanOrEqual(4_000);
  expect(rowsIn("fresh_events")).toBeGreaterThan(0);
  expect(rowsIn("fresh_events")).toBeLessThan(4_000);
  expect(await allPages({})).toEqual(newestFirst(5_200));
  expect(await allPages({ resource: "1" })).toEqual(newestFirst(5_200).filter((i) => i % 3 === 1));
  await store.close();
  store = await open();
  await write(5_200, 5_600);
  expect(await allPages({})).toEqual(newestFirst(5_600));
  for (let i = 14; i < 22; i += 1) await write(i * 400, (i + 1) * 400);
  await store.setMeta("after", "the move");
  expect(rowsIn("fresh_events")).toBeLessThan(4_400);
  expect(await allPages({})).toEqual(newestFirst(8_800));
});

test("retention finds the events that have not moved yet", async () => {
  await write(0, 10);
  expect(rowsIn("fresh_events")).toBe(10);
  await store.sweep({ beats: 0, events: 5, tombstones: 0 });
  expect(await allPages({})).toEqual([9, 8, 7, 6, 5]);
});
