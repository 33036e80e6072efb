import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  begun,
  elapseHolds,
  ended,
  type HeldUnit,
  type Hold,
  heldMostMs,
  holdDueMs,
  holdRemainingMs,
  nextStep,
  runningUnit,
  takeHolds,
} from "./hold.ts";

function hold(orderId: string, untilMs: number): Hold {
  return { orderId, operationId: `op of ${orderId}`, untilMs, drainUntilMs: untilMs, reason: "test" };
}

/** Does what is due until nothing is, as a keeper does; each work ends at once. */
function settle(unit: HeldUnit, nowMs: number, ok = true): HeldUnit {
  let now = elapseHolds(unit, nowMs);
  for (let round = 0; round < 4; round += 1) {
    const step = nextStep(now);
    if (step === null) return now;
    now = ended(begun(now, step, nowMs), step, ok);
  }
  return now;
}

describe("a unit", () => {
  test("is paused while it is asked for, and runs again when the order is gone", () => {
    const paused = settle(takeHolds(runningUnit, [hold("a", 1_000)], 0), 0);
    expect(paused.state).toBe("paused");
    expect(holdRemainingMs(paused, 400)).toBe(600);
    expect(settle(takeHolds(paused, [], 500), 500)).toEqual(runningUnit);
  });

  test("is held no longer in all than was said first, however often its end is put off by a clock that went back", () => {
    const asked = (nowMs: number) => ({ ...hold("a", nowMs + 900), fromMs: nowMs, mostMs: 1_000 });
    let unit = runningUnit;
    for (let nowMs = 0; nowMs < 1_000; nowMs += 100) {
      unit = settle(takeHolds(unit, [asked(nowMs)], nowMs), nowMs);
      expect(unit.state).toBe("paused");
    }
    for (const nowMs of [1_000, 1_500, 30_000]) {
      unit = settle(takeHolds(unit, [asked(nowMs)], nowMs), nowMs);
      expect(unit.state).toBe("running");
    }
    const longer = { ...asked(31_000), mostMs: 40_000 };
    expect(settle(takeHolds(unit, [longer], 31_000), 31_000).state).toBe("paused");
  });

  test("runs again by itself when the time is over, and an answer that was long under way changes nothing", () => {
    const paused = settle(takeHolds(runningUnit, [hold("a", 1_000)], 0), 0);
    const resumed = settle(paused, 1_000);
    expect(resumed.state).toBe("running");
    expect(settle(takeHolds(resumed, [hold("a", 1_400)], 1_200), 1_200).state).toBe("running");
    expect(settle(takeHolds(resumed, [hold("a", 1_400)], 5_000), 5_000).state).toBe("running");
  });

  test("is held again when its hold was made longer after it ran out here", () => {
    const resumed = settle(settle(takeHolds(runningUnit, [hold("a", 1_000)], 0), 0), 1_000);
    expect(settle(takeHolds(resumed, [hold("a", 60_000)], 2_000), 2_000).state).toBe("paused");
  });

  test("of two holds the longer wins, and the end of one does not wake it", () => {
    const both = settle(takeHolds(runningUnit, [hold("a", 1_000), hold("b", 5_000)], 0), 0);
    expect(holdRemainingMs(both, 0)).toBe(5_000);
    expect(settle(both, 1_500).state).toBe("paused");
    expect(settle(takeHolds(both, [hold("a", 1_000)], 100), 100).state).toBe("paused");
    expect(settle(both, 5_000).state).toBe("running");
  });

  test("that fails to pause is resumed afterwards too; one that fails to resume is not running", () => {
    const failed = settle(takeHolds(runningUnit, [hold("a", 1_000)], 0), 0, false);
    expect(failed.state).toBe("failed");
    expect(nextStep(elapseHolds(failed, 1_000))).toBe("resume");
    expect(settle(failed, 1_000, false).state).toBe("failed");
    expect(settle(failed, 1_000, true).state).toBe("running");
  });
});

test("whatever is asked in whatever order, a unit is never held beyond its limit, nor beyond what was asked", () => {
  const asked = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: -10, max: 3 * heldMostMs })),
    {
      maxLength: 3,
    },
  );
  const event = fc.record({ passMs: fc.integer({ min: 0, max: heldMostMs / 2 }), asked: fc.option(asked) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let unit: HeldUnit = runningUnit;
      let nowMs = 0;
      let latest = 0;
      let stoppedMs: number | null = null;
      for (const { passMs, asked: list } of events) {
        // Time passes as a keeper sees it: it wakes whenever something is due.
        const untilMs = nowMs + passMs;
        for (let due = holdDueMs(unit); due !== null && due <= untilMs; due = holdDueMs(unit)) {
          nowMs = Math.max(nowMs, due);
          unit = settle(unit, nowMs);
        }
        nowMs = untilMs;
        unit = settle(unit, nowMs);
        if (unit.state === "running") stoppedMs = null;
        if (list !== null) {
          const holds = list.map(([id, ms]) => hold(id, nowMs + ms));
          latest = Math.max(nowMs, ...holds.map((one) => one.untilMs));
          unit = settle(takeHolds(unit, holds, nowMs), nowMs);
          if (list.length === 0) expect(unit.state).toBe("running");
        }
        if (unit.state === "running") continue;
        stoppedMs ??= nowMs;
        expect(nowMs).toBeLessThan(latest);
        expect(nowMs - stoppedMs).toBeLessThan(heldMostMs);
      }
      const end = holdDueMs(unit);
      if (end !== null)
        for (let at = end; at <= end + heldMostMs; at += heldMostMs / 4) unit = settle(unit, at);
      expect(settle(unit, nowMs + 10 * heldMostMs).state).toBe("running");
    }),
  );
});
