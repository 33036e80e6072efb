import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";
import type { Store } from "#lib/store/store.ts";
import { FleetMinutes } from "./fleet-minute.ts";
import { blindTimes, noteListening, noteStart } from "./listening-log.ts";
import { TestLog } from "./testing/log.ts";
import { leaseRecord } from "./testing/records.ts";
import { View } from "./view/view.ts";

let dataDir: string;
let store: Store;
let now = 0;
const clock = { wallMs: () => now, monoMs: () => now };

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-log-"));
  store = await openSqliteStore({ dataDir, clock, onError: () => undefined });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

test("the time between the last sign of a server and the next start is blind, and nothing else", async () => {
  now = 1_000;
  await noteStart(store, clock);
  expect(await blindTimes(store, 0, 9_000)).toEqual([]);
  now = 3_000;
  await noteListening(store, clock);
  now = 7_000;
  await noteStart(store, clock);
  now = 8_000;
  await noteListening(store, clock);
  now = 8_500;
  await noteStart(store, clock);
  expect(await blindTimes(store, 0, 9_000)).toEqual([
    { from: 3_000, to: 7_000 },
    { from: 8_000, to: 8_500 },
  ]);
  expect(await blindTimes(store, 7_500, 9_000)).toEqual([{ from: 8_000, to: 8_500 }]);
});

test("a minute's point counts the refusals of that minute, and what the fleet looks like at its end", async () => {
  const log = new TestLog();
  const view = new View();
  view.loaded(0, []);
  const refuse = (count: number, state: "hot" | "held") => {
    const lease = leaseRecord("x.conf", "ses_1", 1);
    const refusals = [{ sessionId: "ses_2", node: "n", service: "s", count, firstAt: 1, lastAt: 2 }];
    view.apply(
      log.commit([{ put: "lease", value: { ...lease, status: { ...lease.status, state, refusals } } }]),
    );
  };
  refuse(5, "held");
  const minutes = new FleetMinutes({ clock, store, view });
  now = 60_000;
  refuse(7, "hot");
  await minutes.write();
  refuse(10, "hot");
  now = 119_000;
  await minutes.write();
  refuse(11, "held");
  now = 121_000;
  await minutes.write();
  const [first, second] = await store.fleetMinutes(0, 200_000);
  expect(first).toMatchObject({ minuteAt: 60_000, refusals: 5, hot: 1, stale: 0 });
  expect(second).toMatchObject({ minuteAt: 120_000, refusals: 1, hot: 0 });
});
