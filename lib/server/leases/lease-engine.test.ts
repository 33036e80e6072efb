import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { LeaseWorld } from "./testing/lease-world.ts";

const lock = "aim_lock_config.conf";
const lostMs = 10_000 + limits.ttlToleranceMs;
let world: LeaseWorld;

beforeEach(async () => {
  world = await LeaseWorld.open();
  await world.open("a", "b", "c");
});
afterEach(async () => {
  expect(world.errors).toEqual([]);
  await world.close();
});

describe("acquire and release", () => {
  test("a grant is on disk with its event before it is answered, and the epoch grows with each", async () => {
    expect(await world.granted(lock, "a")).toBe(1);
    expect(await world.document(lock)).toMatchObject({ epoch: 1, holder: { sessionId: "a", epoch: 1 } });
    expect(await world.engine.release(lock, { sessionId: "a", epoch: 1 })).toMatchObject({ epoch: 1 });
    expect(await world.document(lock)).toMatchObject({
      epoch: 1,
      holder: null,
      lastHolderSessionId: "a",
      status: { state: "free", judgement: null },
    });
    expect(await world.granted(lock, "b")).toBe(2);
    expect(await world.eventKinds(lock)).toEqual(["lease.granted", "lease.released", "lease.granted"]);
  });

  test("a double click gets one grant, asked in a row or at the same moment", async () => {
    const both = await Promise.all([world.granted(lock, "a"), world.granted(lock, "a")]);
    expect(both).toEqual([1, 1]);
    expect(await world.granted(lock, "a", { waitMs: 1_000 })).toBe(1);
    expect(await world.eventKinds(lock)).toEqual(["lease.granted"]);
  });

  test("of many at the same moment one gets it", async () => {
    await world.open("d", "e");
    const outcomes = await Promise.all(["a", "b", "c", "d", "e"].map((id) => world.acquire(lock, id)));
    expect(outcomes.map((o) => o.outcome).sort()).toEqual([
      "granted",
      "refused",
      "refused",
      "refused",
      "refused",
    ]);
    expect(outcomes.slice(1).every((o) => o.outcome === "refused" && o.code === "lock-held")).toBe(true);
  });

  test("a grant whose session ends while it is written is not told, and is given on", async () => {
    world.store.onCommit(() => {
      const session = world.beats.session("a");
      if (session !== undefined) session.closing = true;
    });
    const outcome = await world.acquire(lock, "a", { onLost: "keep" });
    expect(outcome).toMatchObject({ outcome: "refused", code: "session-gone" });
    await world.settled();
    expect(await world.document(lock)).toMatchObject({ epoch: 1, holder: null });
    expect(await world.granted(lock, "b")).toBe(2);
  });

  test("nobody releases what is not theirs, and nothing changes by trying", async () => {
    await world.granted(lock, "a");
    const before = await world.store.get("lease", lock);
    for (const token of [
      { sessionId: "b", epoch: 1 },
      { sessionId: "a", epoch: 2 },
    ]) {
      expect(await world.engine.release(lock, token)).toBeNull();
      expect(world.engine.renew(lock, token)).toBe(false);
    }
    expect(await world.store.get("lease", lock)).toEqual(before);
    expect(await world.engine.release("never-seen", { sessionId: "a", epoch: 1 })).toBeNull();
    expect(await world.document("never-seen")).toBeNull();
  });
});

test("a release asked for again is the same release, until somebody else holds", async () => {
  await world.granted(lock, "a");
  const first = await world.engine.release(lock, { sessionId: "a", epoch: 1 });
  await world.pass(5_000, "b");
  expect(await world.engine.release(lock, { sessionId: "a", epoch: 1 })).toEqual(first);
  expect(await world.eventKinds(lock)).toEqual(["lease.granted", "lease.released"]);
  await world.granted(lock, "b");
  expect(await world.engine.release(lock, { sessionId: "a", epoch: 1 })).toBeNull();
  expect(await world.engine.standing(lock, 2)).toMatchObject({ valid: true });
});

describe("waiting", () => {
  test("first come, first served; each sees its place, and the next grant is in the same write as the release", async () => {
    await world.granted(lock, "a");
    const b = world.granted(lock, "b", { waitMs: 60_000 });
    const c = world.granted(lock, "c", { waitMs: 60_000 });
    expect(world.engine.place(lock, "c")).toEqual({ place: 2, waiters: 2 });
    expect(world.engine.waiters(lock).map((w) => w.sessionId)).toEqual(["b", "c"]);
    const revision = world.store.revision();
    await world.engine.release(lock, { sessionId: "a", epoch: 1 });
    expect(await b).toBe(2);
    expect(world.store.revision()).toBe(revision + 1);
    expect((await world.document(lock))?.status).toMatchObject({ state: "hot", waiters: 1 });
    await world.engine.release(lock, { sessionId: "b", epoch: 2 });
    expect(await c).toBe(3);
  });

  test("a try does not overtake those who wait", async () => {
    await world.granted(lock, "a");
    const b = world.granted(lock, "b", { waitMs: 60_000 });
    const released = world.engine.release(lock, { sessionId: "a", epoch: 1 });
    const tried = world.acquire(lock, "c");
    await released;
    expect(await b).toBe(2);
    expect(await tried).toMatchObject({ outcome: "refused", code: "lock-held" });
  });

  test("ends at its deadline, counts as a refusal, and leaves no timer", async () => {
    await world.granted(lock, "a");
    const timers = world.time.timers;
    const b = world.acquire(lock, "b", { waitMs: 3_000 });
    await world.pass(2_999, "a");
    expect(world.engine.waiters(lock)).toHaveLength(1);
    await world.pass(1, "a");
    expect(await b).toMatchObject({ outcome: "refused", code: "wait-timed-out" });
    expect(world.engine.slot(lock)?.refusals.get("b")).toMatchObject({ count: 1, service: "orchestrator" });
    await world.pass(100, "a");
    expect(world.time.timers).toBe(timers);
  });

  test("ends when the client goes away; the lease goes to the next", async () => {
    await world.granted(lock, "a");
    const gone = new AbortController();
    const b = world.acquire(lock, "b", { waitMs: 60_000, signal: gone.signal });
    const c = world.granted(lock, "c", { waitMs: 60_000 });
    gone.abort();
    expect(await b).toEqual({ outcome: "abandoned" });
    await world.engine.release(lock, { sessionId: "a", epoch: 1 });
    expect(await c).toBe(2);
  });

  test("a client that goes away while its grant is being written leaves no lease behind", async () => {
    await world.granted(lock, "a");
    const gone = new AbortController();
    const b = world.acquire(lock, "b", { waitMs: 60_000, signal: gone.signal });
    const released = world.engine.release(lock, { sessionId: "a", epoch: 1 });
    gone.abort();
    await Promise.all([b, released]);
    await world.settled();
    expect((await world.document(lock))?.holder).toBeNull();
    expect(world.engine.heldBy("b")).toEqual([]);
  });

  test("a waiter whose own session died is passed over at the grant", async () => {
    await world.granted(lock, "a");
    void world.acquire(lock, "b", { waitMs: 600_000 });
    const c = world.granted(lock, "c", { waitMs: 600_000 });
    await world.pass(lostMs, "a", "c");
    await world.engine.release(lock, { sessionId: "a", epoch: 1 });
    expect(await c).toBe(2);
    world.engine.dropWaits("b");
    expect(world.engine.waiters(lock)).toEqual([]);
  });

  test("a full queue refuses", async () => {
    await world.granted(lock, "a");
    const waits = Array.from({ length: limits.waitersPerResourceMax }, (_, i) =>
      world.acquire(lock, `w${i}`, { waitMs: 1_000 }),
    );
    expect(await world.acquire(lock, "b", { waitMs: 1_000 })).toMatchObject({ code: "too-many-waiters" });
    for (let i = 0; i < waits.length; i += 1) world.engine.dropWaits(`w${i}`);
    await Promise.all(waits);
  });
});

describe("a lost owner", () => {
  test("is waited for: TTL, tolerance, lock-delay; then the next one gets a higher epoch, and the old is refused", async () => {
    await world.granted(lock, "a");
    const b = world.granted(lock, "b", { waitMs: 60_000 });
    await world.pass(lostMs - 1, "b");
    expect(await world.engine.standing(lock, 1)).toMatchObject({ valid: true });
    await world.pass(1, "b");
    expect(await world.engine.standing(lock, 1)).toEqual({ epoch: 2, holderSessionId: null, valid: false });
    expect(await world.document(lock)).toMatchObject({
      holder: null,
      delayUntil: world.time.wallMs() + 5_000,
      status: { state: "quarantined", releasesAt: world.time.wallMs() + 5_000, waiters: 1 },
    });
    expect(await world.acquire(lock, "c")).toMatchObject({ outcome: "refused", because: "lock-delay" });
    await world.pass(5_000, "b");
    expect(await b).toBe(3);
    expect(await world.engine.standing(lock, 1)).toMatchObject({ valid: false, epoch: 3 });
    expect(await world.engine.release(lock, { sessionId: "a", epoch: 1 })).toBeNull();
  });

  test("is not lost while it beats or renews, whatever the wall clock does", async () => {
    await world.granted(lock, "a");
    for (const jump of [86_400_000, -172_800_000, 0]) {
      world.time.jumpWall(jump);
      await world.pass(30_000, "a");
    }
    expect(await world.engine.standing(lock, 1)).toMatchObject({ valid: true });
    for (let i = 0; i < 3; i += 1) {
      await world.pass(9_000);
      expect(world.engine.renew(lock, { sessionId: "a", epoch: 1 })).toBe(true);
    }
    await world.pass(lostMs);
    expect(world.engine.renew(lock, { sessionId: "a", epoch: 1 })).toBe(false);
  });

  test("keeps what is to be kept: no time frees it, its token is refused, its own release still counts", async () => {
    await world.granted(lock, "a", { onLost: "keep" });
    await world.pass(lostMs, "b");
    expect(await world.document(lock)).toMatchObject({
      epoch: 1,
      holder: { sessionId: "a", lostAt: world.time.wallMs() },
    });
    expect((await world.document(lock))?.status.judgement?.sentence).toContain("kept until a person decides");
    await world.pass(600_000, "b");
    expect(await world.acquire(lock, "b")).toMatchObject({ outcome: "refused", because: "held" });
    expect(await world.engine.standing(lock, 1)).toMatchObject({ valid: false, holderSessionId: "a" });
    await world.restart(15_000);
    expect(await world.engine.standing(lock, 1)).toMatchObject({ valid: false, holderSessionId: "a" });
    expect(await world.engine.release(lock, { sessionId: "a", epoch: 1 })).toMatchObject({ epoch: 1 });
    expect(await world.eventKinds(lock)).toEqual(["lease.granted", "lease.kept", "lease.released"]);
  });
});

describe("a restart in the middle", () => {
  test("finds the lease held, concludes nothing in the grace period, and counts the TTL anew", async () => {
    await world.granted(lock, "a");
    await world.pass(lostMs - 1_000);
    await world.restart(15_000);
    const b = world.granted(lock, "b", { waitMs: 60_000 });
    await world.pass(14_999, "b");
    expect(await world.engine.standing(lock, 1)).toMatchObject({ valid: true });
    await world.pass(5_001, "b");
    expect(await b).toBe(3);
  });

  test("lets the old holder go on, or give back what it held", async () => {
    await world.granted(lock, "a");
    await world.restart(15_000);
    await world.pass(60_000, "a", "b");
    expect(await world.granted(lock, "a")).toBe(1);
    expect(await world.engine.release(lock, { sessionId: "a", epoch: 1 })).toMatchObject({ epoch: 1 });
    expect(await world.granted(lock, "b")).toBe(2);
  });

  test("does not cut a lock-delay short", async () => {
    await world.granted(lock, "a");
    await world.pass(lostMs + 4_000, "b");
    world.time.jumpWall(3_600_000);
    await world.restart(0);
    expect(await world.acquire(lock, "b")).toMatchObject({ because: "lock-delay" });
    await world.pass(4_999, "b");
    expect(await world.acquire(lock, "b")).toMatchObject({ because: "lock-delay" });
    await world.pass(1, "b");
    expect(await world.granted(lock, "b")).toBe(3);
  });

  test("does not forget who it has to count from, again and again", async () => {
    for (let epoch = 1; epoch <= 5; epoch += 1) {
      expect(await world.granted(lock, "a")).toBe(epoch);
      await world.restart(0);
      expect(await world.engine.release(lock, { sessionId: "a", epoch })).toMatchObject({ epoch: epoch });
    }
  });
});

test("a session that closes gives back all that it holds and ends its waits", async () => {
  await world.granted(lock, "a");
  await world.granted("other", "a", { onLost: "keep" });
  await world.granted("third", "b");
  const wait = world.acquire("third", "a", { waitMs: 60_000 });
  await world.engine.releaseAll("a", "its session was closed");
  expect(await wait).toMatchObject({ code: "session-gone" });
  expect(world.engine.heldBy("a")).toEqual([]);
  expect(world.engine.heldBy("b")).toEqual(["third"]);
  expect(await world.granted(lock, "c")).toBe(2);
});

test("what nobody holds or waits for takes no memory", async () => {
  await world.granted(lock, "a");
  await world.engine.release(lock, { sessionId: "a", epoch: 1 });
  await world.pass(100);
  expect(world.engine.slot(lock)).toBeUndefined();
  expect(world.time.timers).toBe(0);
  expect(await world.engine.standing(lock, 1)).toEqual({ epoch: 1, holderSessionId: null, valid: false });
});
