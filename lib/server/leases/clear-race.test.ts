import { afterAll, beforeAll, expect, test } from "vitest";
import type { SessionJudgement } from "#lib/domain/session-facts.ts";
import { LeaseEngine } from "./lease-engine.ts";
import type { GuardOutcome } from "./lease-slot.ts";
import { LeaseWorld } from "./testing/lease-world.ts";

const rounds = 10_000;
const atOnce = 250;

let world: LeaseWorld;
let engine: LeaseEngine;

/** Everybody is taken for dead, so that nothing but the order of events decides. */
const orphan: SessionJudgement = {
  verdict: "orphan",
  reason: "all-processes-gone",
  evidence: [],
  probe: null,
  ownerSentence: "Gone.",
  leaseSentence: "Gone.",
};

beforeAll(async () => {
  world = await LeaseWorld.open();
  engine = new LeaseEngine({
    clock: world.time,
    setTimer: world.time.setTimer,
    store: world.store,
    beats: world.beats,
    judgementOf: () => orphan,
    graceUntilMs: 0,
    onChange: () => {},
    onError: (error) => world.errors.push(error),
  });
  await world.open("owner");
});
afterAll(async () => {
  engine.stop();
  await world.close();
});

/** As many turns as the seed says, of three kinds: a promise's, the event loop's, and a whole write of the store. */
async function turns(seed: number): Promise<void> {
  for (let i = 0; i < seed % 4; i += 1) await Promise.resolve();
  for (let i = 0; i < (seed >> 2) % 4; i += 1) await new Promise((resolve) => setImmediate(resolve));
  for (let i = 0; i < (seed >> 4) % 3; i += 1) await world.store.write(async () => {});
}

const job = { allow: async () => true, write: async () => {} };

async function race(round: number): Promise<{ renewed: boolean; outcome: GuardOutcome }> {
  const resource = `race-${round}`;
  const operationId = `op_${round}`;
  const ask = { sessionId: "owner", ttlMs: 60_000, onLost: "keep" as const, lockDelayMs: 0 };
  const granted = await engine.acquire(resource, ask, 0);
  if (granted.outcome !== "granted") throw new Error("not granted");
  const token = { sessionId: "owner", epoch: granted.holder.epoch };
  await world.time.advance(1);
  const close = { what: "close", operationId, successor: null, durationMs: 5_000 } as const;
  expect(await engine.guard(resource, { ...job, change: close })).toMatchObject({ ok: true });
  const clear = { what: "clear", operationId, expected: token, overrideVerdict: false } as const;
  const seed = Math.imul(round + 1, 2_654_435_761) >>> 7;
  const clearing = turns(seed).then(() => engine.guard(resource, { ...job, change: clear }));
  const renewing = turns(seed >> 8).then(() => engine.renew(resource, token));
  const [outcome, renewed] = await Promise.all([clearing, renewing]);
  const standing = await engine.standing(resource, token.epoch);
  const label = `${resource} renewed ${renewed}, cleared ${outcome.ok}`;
  // Exactly one of the two: an owner that was told it holds does hold, and a cleared one was never told so.
  expect(standing?.valid, label).toBe(!outcome.ok);
  expect(renewed, label).toBe(!outcome.ok);
  if (outcome.ok) {
    expect(standing?.epoch, label).toBe(token.epoch + 1);
    expect(engine.renew(resource, token), label).toBe(false);
  } else expect(outcome.because, label).toBe("renewed");
  return { renewed, outcome };
}

test("a renewal that comes while the clear is being written is refused, not promised", async () => {
  const ask = { sessionId: "owner", ttlMs: 60_000, onLost: "keep" as const, lockDelayMs: 0 };
  const granted = await engine.acquire("in-flight", ask, 0);
  if (granted.outcome !== "granted") throw new Error("not granted");
  const token = { sessionId: "owner", epoch: granted.holder.epoch };
  await world.time.advance(1);
  const operationId = "op_in-flight";
  const close = { what: "close", operationId, successor: null, durationMs: 5_000 } as const;
  await engine.guard("in-flight", { ...job, change: close });
  const clear = { what: "clear", operationId, expected: token, overrideVerdict: false } as const;
  let promised: boolean | null = null;
  const write = async () => {
    promised = engine.renew("in-flight", token);
  };
  expect(await engine.guard("in-flight", { ...job, write, change: clear })).toMatchObject({ ok: true });
  expect(promised).toBe(false);
  // A clear that could not be written took nothing: the owner may renew again.
  const other = await engine.acquire("not-written", ask, 0);
  if (other.outcome !== "granted") throw new Error("not granted");
  const kept = { sessionId: "owner", epoch: other.holder.epoch };
  await world.time.advance(1);
  await engine.guard("not-written", { ...job, change: close });
  const fails = async () => {
    throw new Error("the disk is full");
  };
  const failing = engine.guard("not-written", { ...job, write: fails, change: { ...clear, expected: kept } });
  await expect(failing).rejects.toThrow("the disk is full");
  expect(engine.renew("not-written", kept)).toBe(true);
});

test(`of a clear and a renewal that race, ${rounds} times, the first wins and the other is told so`, async () => {
  let [kept, cleared] = [0, 0];
  for (let from = 0; from < rounds; from += atOnce) {
    const results = await Promise.all(Array.from({ length: atOnce }, (_, i) => race(from + i)));
    kept += results.filter(({ renewed }) => renewed).length;
    cleared += results.filter(({ outcome }) => outcome.ok).length;
  }
  expect(world.errors).toEqual([]);
  // Both orders happen, else nothing raced.
  expect(kept).toBeGreaterThan(rounds / 20);
  expect(cleared).toBeGreaterThan(rounds / 20);
}, 120_000);
