import { afterEach, beforeEach, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { LeaseWorld } from "#lib/server/leases/testing/lease-world.ts";
import { ListeningClock } from "#lib/server/sessions/listening-clock.ts";

let world: LeaseWorld;
let clock: ListeningClock;
let due: Map<string, number>;

beforeEach(async () => {
  world = await LeaseWorld.open(0, (time) => {
    clock = new ListeningClock(time);
    return clock;
  });
  due = new Map();
});
afterEach(async () => {
  expect(world.errors).toEqual([]);
  await world.close();
});

/** Owners that beat this often, each after the answer to its last beat. */
async function owners(...everyMs: number[]): Promise<void> {
  await world.open(...everyMs.map(String));
  for (const ms of everyMs) due.set(String(ms), world.time.monoMs() + ms);
}

/** One turn of the event loop: timers first, then all that waits in sockets; then it is busy for so long. */
async function turn(busyMs: number): Promise<void> {
  clock.tick();
  await world.core.loop.round();
  const nowMs = world.time.monoMs();
  for (const [id, dueMs] of due) {
    if (dueMs > nowMs) continue;
    world.beats.beat(id, nowMs);
    due.set(id, nowMs + Number(id));
  }
  await world.time.advance(busyMs);
}

async function pass(ms: number, busyMs: () => number): Promise<void> {
  const untilMs = world.time.monoMs() + ms;
  while (world.time.monoMs() < untilMs) await turn(busyMs());
}

/** The same turns in every run. */
function random(mostMs: number): () => number {
  let seed = 7;
  return () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return Math.floor((seed / 2_147_483_647) * mostMs);
  };
}

test.each([600, 1_000, 5_000])(
  "a server whose own turns take up to %i ms calls nobody suspect who beats, nor when it is quick again",
  async (mostMs) => {
    await owners(100, 300, 500, 1_000, 2_000, 3_000);
    await pass(30_000, () => 100);
    const revision = world.store.revision();
    for (const busy of [random(mostMs), () => 50, () => mostMs, () => 50]) await pass(80 * mostMs, busy);
    expect(world.store.revision()).toBe(revision);
  },
);

test("a silent owner is suspect and lost all the same while the server is late, later and never sooner", async () => {
  await owners(500, 1_000);
  await pass(30_000, () => 100);
  due.delete("500");
  const silentFromMs = world.time.monoMs();
  const session = async () => (await world.store.get("session", "500"))?.value;
  const lateMs = async (is: "suspect" | "lost") => {
    const has = async () => {
      const now = await session();
      return is === "lost" ? now?.state === "lost" : now?.judgement.verdict === "suspect";
    };
    while (!(await has())) await turn(1_000);
    return world.time.monoMs() - silentFromMs;
  };
  expect(await lateMs("suspect")).toBeGreaterThan(1_500);
  const lostMs = await lateMs("lost");
  expect(lostMs).toBeGreaterThan(limits.sessionTtlDefaultMs + limits.ttlToleranceMs);
  expect(lostMs).toBeLessThan(60_000);
  expect((await session())?.judgement.verdict).toBe("suspect");
});

test("what is told of beats is when they came, also of those before a time in which the server did not run", async () => {
  await owners(1_000);
  await pass(10_000, () => 100);
  const before = world.beats.recent("1000")?.raw ?? [];
  due.clear();
  await turn(3_600_000);
  await turn(100);
  expect(world.beats.recent("1000")?.raw).toEqual(before);
  expect(world.beats.lastBeatAt("1000")).toBe(before.at(-1));
});
