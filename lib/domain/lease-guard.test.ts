import fc from "fast-check";
import { expect, test } from "vitest";
import { type LeaseState, withSign } from "./lease.ts";
import { admits, type GuardChange, guardStep, type LeaseGuard } from "./lease-guard.ts";
import { verdicts } from "./states.ts";

const holder = {
  sessionId: "owner",
  epoch: 7,
  grantedAt: 0,
  ttlMs: 10_000,
  onLost: "keep" as const,
  lockDelayMs: 1_000,
  lostAt: null,
};
const held: LeaseState = { epoch: 7, holder, signMs: 100, closedUntilMs: 0 };
const id = "op_1";
const change = fc.constantFrom<GuardChange>(
  { what: "close", operationId: id, successor: { node: "n", service: "watchdog" }, durationMs: 5_000 },
  { what: "clear", operationId: id, expected: { sessionId: "owner", epoch: 7 }, overrideVerdict: false },
  { what: "clear", operationId: id, expected: { sessionId: "owner", epoch: 7 }, overrideVerdict: true },
  { what: "clear", operationId: id, expected: { sessionId: "owner", epoch: 6 }, overrideVerdict: true },
  { what: "admit", operationId: id },
  { what: "open", operationId: id },
  { what: "open", operationId: "op_2" },
  { what: "clear", operationId: "op_2", expected: { sessionId: "owner", epoch: 7 }, overrideVerdict: true },
);
const event = fc.oneof(
  fc.record({ do: fc.constant("step" as const), change, verdict: fc.constantFrom(...verdicts) }),
  fc.record({ do: fc.constant("sign" as const) }),
  fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 9_000 }) }),
);

test("in any order of steps, signs and time: nothing of the living is cleared, no epoch goes back, no door opens early", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let state = held;
      let guard: LeaseGuard | null = null;
      let nowMs = 1_000;
      let clearedMs: number | null = null;
      let signed = false;
      for (const one of events) {
        if (one.do === "pass") nowMs += one.ms;
        else if (one.do === "sign") {
          state = withSign(state, nowMs);
          signed = guard?.phase === "closing" || signed;
        } else {
          const before = state;
          const step = guardStep(state, guard, one.change, { nowMs, verdict: state.holder && one.verdict });
          if (!step.ok) continue;
          if (guard === null && step.guard !== null) signed = false;
          ({ state, guard } = step);
          expect(state.epoch).toBeGreaterThanOrEqual(before.epoch);
          if (before.holder !== null && state.holder === null) {
            expect(one.change).toMatchObject({ what: "clear", operationId: id, expected: { epoch: 7 } });
            expect(one.verdict).not.toBe("live");
            expect(signed).toBe(false);
            expect(state.epoch).toBe(before.epoch + 1);
            clearedMs = nowMs;
          }
          // Shut for its whole time, to everybody, whatever is asked.
          if (clearedMs !== null && nowMs < clearedMs + 5_000) {
            expect(guard?.phase).toBe("quarantined");
            expect(admits(guard, { node: "n", service: "watchdog" })).toBe(false);
          }
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

test("in the end the named successor alone is let in, and nobody where none is named", () => {
  const guard: LeaseGuard = {
    operationId: id,
    phase: "admitting",
    successor: { node: "n", service: "watchdog" },
    durationMs: 1,
    endsMs: 1,
    closedSignMs: 0,
  };
  expect(admits(guard, { node: "n", service: "watchdog" })).toBe(true);
  expect(admits(guard, { node: "m", service: "watchdog" })).toBe(false);
  expect(admits(guard, { node: "n", service: "other" })).toBe(false);
  expect(admits(guard, null)).toBe(false);
  expect(admits({ ...guard, successor: null }, { node: "n", service: "watchdog" })).toBe(false);
  expect(admits(null, null)).toBe(true);
});

test("a sign at the very moment of the closing keeps the resource open: it could not be told from one after it", () => {
  const close = { what: "close", operationId: id, successor: null, durationMs: 1 } as const;
  expect(guardStep(held, null, close, { nowMs: 100, verdict: "orphan" })).toEqual({
    ok: false,
    because: "renewed",
  });
  expect(guardStep(held, null, close, { nowMs: 101, verdict: "orphan" }).ok).toBe(true);
});
