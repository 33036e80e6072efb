import { describe, expect, test } from "vitest";
import {
  dueMs,
  elapse,
  freeLease,
  isValidEpoch,
  type LeaseAsk,
  type LeaseState,
  recover,
  release,
  renew,
  tryAcquire,
} from "./lease.ts";
import { limits } from "./limits.ts";

const ask = (sessionId: string, change: Partial<LeaseAsk> = {}): LeaseAsk => ({
  sessionId,
  ttlMs: 10_000,
  onLost: "release",
  lockDelayMs: 5_000,
  ...change,
});
const at = (monoMs: number, wallMs = 1_700_000_000_000) => ({ monoMs, wallMs });
const lostMs = 10_000 + limits.ttlToleranceMs;

function granted(who: LeaseAsk, state: LeaseState = freeLease(0), monoMs = 0): LeaseState {
  const step = tryAcquire(state, who, at(monoMs));
  if (step.outcome !== "granted") throw new Error(`expected a grant, got ${step.outcome}`);
  return step.state;
}

describe("a grant", () => {
  test("has a new epoch each time", () => {
    const first = granted(ask("a"), freeLease(41));
    expect(first.holder).toMatchObject({ sessionId: "a", epoch: 42, grantedAt: 1_700_000_000_000 });
    const freed = release(first, { sessionId: "a", epoch: 42 });
    expect(freed.ok && granted(ask("a"), freed.state).epoch).toBe(43);
  });

  test("asked for twice by the same session is the same grant", () => {
    const first = granted(ask("a"));
    const again = tryAcquire(first, ask("a", { onLost: "keep" }), at(9_000));
    expect(again).toMatchObject({ outcome: "already-yours", holder: first.holder, state: { epoch: 1 } });
  });

  test("is refused while another session holds", () => {
    expect(tryAcquire(granted(ask("a")), ask("b"), at(1))).toEqual({ outcome: "not-now", because: "held" });
  });
});

describe("a lost owner", () => {
  const held = granted(ask("a"));

  test("is not lost one moment before TTL and tolerance have passed", () => {
    expect(dueMs(held, 0)).toBe(lostMs);
    expect(elapse(held, at(lostMs - 1))).toBeNull();
    expect(isValidEpoch(held, 1, lostMs - 1)).toBe(true);
  });

  test("loses the lease, its token is refused, and nobody gets it before the lock-delay is over", () => {
    expect(isValidEpoch(held, 1, lostMs)).toBe(false);
    const expired = elapse(held, at(lostMs));
    expect(expired).toMatchObject({ what: "expired", state: { epoch: 2, holder: null } });
    const state = expired?.state ?? held;
    const early = tryAcquire(state, ask("a"), at(lostMs + 4_999));
    expect(early).toEqual({ outcome: "not-now", because: "lock-delay" });
    expect(granted(ask("b"), state, lostMs + 5_000).epoch).toBe(3);
  });

  test("cannot renew any more, even before anybody noticed", () => {
    expect(renew(held, { sessionId: "a", epoch: 1 }, lostMs).ok).toBe(false);
    expect(tryAcquire(held, ask("a"), at(lostMs))).toEqual({ outcome: "not-now", because: "held" });
  });

  test("with the order to keep it, keeps it for ever, but its token is refused", () => {
    const kept = elapse(granted(ask("a", { onLost: "keep" })), at(lostMs));
    expect(kept).toMatchObject({ what: "kept", state: { epoch: 1, holder: { sessionId: "a" } } });
    const state = kept?.state ?? held;
    expect(dueMs(state, lostMs)).toBeNull();
    expect(elapse(state, at(1e15))).toBeNull();
    expect(isValidEpoch(state, 1, lostMs)).toBe(false);
    expect(tryAcquire(state, ask("b"), at(1e15))).toEqual({ outcome: "not-now", because: "held" });
    expect(granted(ask("a"), state, lostMs).epoch).toBe(2);
    expect(release(state, { sessionId: "a", epoch: 1 }).ok).toBe(true);
  });
});

test("only the exact holder and epoch can renew or release", () => {
  const held = granted(ask("a"), freeLease(6));
  for (const token of [
    { sessionId: "b", epoch: 7 },
    { sessionId: "a", epoch: 6 },
    { sessionId: "a", epoch: 8 },
  ]) {
    expect(renew(held, token, 1).ok).toBe(false);
    expect(release(held, token).ok).toBe(false);
  }
  expect(renew(held, { sessionId: "a", epoch: 7 }, 9_000)).toMatchObject({
    ok: true,
    state: { signMs: 9_000 },
  });
});

describe("after a restart of the observer", () => {
  const durable = { ...granted(ask("a", { ttlMs: 1_000 })), lockDelayMs: 0 };

  test("nobody is lost before the grace period ends, and the TTL counts anew", () => {
    const state = recover(durable, 500, 15_500);
    expect(elapse(state, at(15_499))).toBeNull();
    expect(tryAcquire(state, ask("b"), at(15_499))).toMatchObject({ because: "held" });
    expect(elapse(state, at(15_500))?.what).toBe("expired");
    const long = recover({ ...granted(ask("a", { ttlMs: 60_000 })), lockDelayMs: 0 }, 500, 15_500);
    expect(dueMs(long, 500)).toBe(60_500 + limits.ttlToleranceMs);
  });

  test("a lock-delay under way counts anew, in full", () => {
    const state = recover({ epoch: 4, holder: null, lockDelayMs: 5_000 }, 100, 100);
    expect(tryAcquire(state, ask("b"), at(5_099))).toMatchObject({ because: "lock-delay" });
    expect(granted(ask("b"), state, 5_100).epoch).toBe(5);
  });
});

test("a wall clock that jumps changes nothing", () => {
  const held = granted(ask("a"));
  for (const wallMs of [0, 9e15]) {
    expect(elapse(held, at(5, wallMs))).toBeNull();
    expect(tryAcquire(held, ask("b"), at(5, wallMs))).toMatchObject({ outcome: "not-now" });
  }
});
