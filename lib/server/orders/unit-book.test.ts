import { afterEach, beforeEach, expect, test } from "vitest";
import type { UnitReport } from "#lib/contract/orders.ts";
import type { Clock } from "#lib/domain/clock.ts";
import { LeaseWorld } from "#lib/server/leases/testing/lease-world.ts";
import { ListeningClock } from "#lib/server/sessions/listening-clock.ts";
import { sampleSession } from "#lib/server/sessions/testing/sample-session.ts";
import { OrderDesk } from "./order-desk.ts";
import { UnitBook } from "./unit-book.ts";

let world: LeaseWorld;
let book: UnitBook;

beforeEach(async () => {
  world = await LeaseWorld.open();
  book = await bookOf();
});
afterEach(() => world.close());

async function bookOf(clock: Clock = world.time): Promise<UnitBook> {
  const { time, store, errors } = world;
  const made = new UnitBook({
    clock,
    machineMs: () => time.monoMs(),
    setTimer: time.setTimer,
    store,
    onError: (e) => errors.push(e),
  });
  await made.start();
  return made;
}

function unit(change: Partial<UnitReport> = {}): UnitReport {
  return {
    unit: "main",
    service: "svc",
    kind: "in-process",
    can: ["drain"],
    state: "running",
    tasks: null,
    operationId: null,
    orderIds: [],
    holdRemainingMs: null,
    note: null,
    ...change,
  };
}

const session = sampleSession("ses_1");
const stored = async () => (await world.store.get("unit", "ses_1/main")) ?? null;

test("a change of state is on disk at once, tasks with the next second, and hearing of it again never", async () => {
  await world.put(session);
  await book.take(session, [unit()]);
  expect((await stored())?.value.state).toBe("running");
  const revision = world.store.revision();
  await book.take(session, [unit()]);
  await world.time.advance(5_000, () => world.settled());
  expect(world.store.revision()).toBe(revision);
  await book.take(session, [unit({ tasks: 3 })]);
  expect((await stored())?.value.tasks).toBeNull();
  await world.time.advance(1_000, () => world.settled());
  expect((await stored())?.value.tasks).toBe(3);
});

test("how long ago it was heard of is known to this run of the server alone; how long it is held, too", async () => {
  await world.put(session);
  await book.take(session, [unit({ state: "paused", holdRemainingMs: 30_000, orderIds: ["op/main"] })]);
  await world.time.advance(4_000);
  const live = [...book.all()][0];
  if (live === undefined) throw new Error("no unit");
  expect(book.silentMs(live)).toBe(4_000);
  expect(live.holdUntilMs).toBe(world.time.monoMs() + 26_000);
  const next = await bookOf();
  const restored = [...next.all()][0];
  expect(restored).toMatchObject({
    heardMs: null,
    holdUntilMs: null,
    orderIds: [],
    record: { state: "paused" },
  });
});

test("a pause that ran out while this process did not run is over, and what was said before it is old", async () => {
  const clock = new ListeningClock(world.time);
  const made = await bookOf(clock);
  await world.put(session);
  await made.take(session, [unit({ state: "paused", holdRemainingMs: 30_000, orderIds: ["op/main"] })]);
  const live = made.ofSession(session.id)[0];
  if (live === undefined) throw new Error("no unit");
  expect(made.isHeld(live)).toBe(true);
  await world.time.advance(40_000);
  clock.tick();
  expect(made.isHeld(live)).toBe(false);
  expect(made.silentMs(live)).toBe(40_000);
});

test("units end with their session: lost with a lost one, gone with a closed one, also while nobody looked", async () => {
  await world.put(session);
  await book.take(session, [unit()]);
  await world.put({ ...session, state: "lost", endedAt: 1 });
  await world.time.advance(100, () => world.settled());
  expect((await stored())?.value.state).toBe("lost");
  expect(book.get("ses_1/main")?.record.state).toBe("lost");
  await world.store.write((tx) => tx.remove("session", "ses_1", 2, "test"));
  const next = await bookOf();
  await world.time.advance(1_100, () => world.settled());
  expect((await stored())?.goneAt).not.toBeNull();
  expect([...next.all()]).toEqual([]);
});

test("a report that comes after the end of its session leaves nothing behind", async () => {
  await world.put({ ...session, state: "lost", endedAt: 1 });
  await book.take(session, [unit()]);
  expect(await stored()).toBeNull();
  expect([...book.all()]).toEqual([]);
});

test("those who wait are told of a change once it comes, and of none that only time makes", async () => {
  const { time } = world;
  const desk = new OrderDesk(time.setTimer);
  let remainingMs = 60_000;
  let stamp = "1";
  desk.join({
    ordersFor: (id) =>
      id === "ses_1"
        ? [
            {
              stamp,
              order: {
                kind: "hold",
                orderId: "op/main",
                operationId: "op",
                unit: "main",
                remainingMs,
                drainRemainingMs: 0,
                reason: "",
              },
            },
          ]
        : [],
  });
  const { version } = desk.list("ses_1");
  remainingMs = 1_000;
  expect(desk.list("ses_1").version).toBe(version);
  const signal = new AbortController().signal;
  let answer: unknown = null;
  void desk.wait("ses_1", version, 20_000, signal).then((list) => {
    answer = list;
  });
  desk.changed();
  await time.advance(100);
  expect(answer).toBeNull();
  stamp = "2";
  desk.changed(["ses_2"]);
  await time.advance(100);
  expect(answer).toBeNull();
  desk.changed(["ses_1"]);
  await time.advance(100);
  expect(answer).toMatchObject({ orders: [{ remainingMs: 1_000 }] });
  const timers = time.timers;
  await desk.wait("ses_1", desk.list("ses_1").version, 5_000, AbortSignal.abort());
  expect(time.timers).toBe(timers);
});
