import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Order } from "#lib/contract/orders.ts";
import { InProcessUnit } from "./in-process-unit.ts";

let nowMs = 0;
let ending = new AbortController();

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 0;
  ending = new AbortController();
});
afterEach(() => {
  ending.abort();
  vi.useRealTimers();
});

/** Both the clock that holds are counted on and the timers go on; `awake: false`: the timers stood still meanwhile. */
async function pass(ms: number, awake = true): Promise<void> {
  if (!awake) {
    nowMs += ms;
    await vi.advanceTimersByTimeAsync(1_000);
    return;
  }
  for (let left = ms; left > 0; left -= 100) {
    nowMs += Math.min(100, left);
    await vi.advanceTimersByTimeAsync(Math.min(100, left));
  }
}

function unitWith(change: Partial<ConstructorParameters<typeof InProcessUnit>[0]> = {}) {
  const calls: string[] = [];
  const unit = new InProcessUnit({
    unit: "main",
    service: "orchestrator",
    onPause: () => void calls.push("pause"),
    onResume: () => void calls.push("resume"),
    monoMs: () => nowMs,
    wake: () => {},
    signal: ending.signal,
    ...change,
  });
  return { unit, calls };
}

function hold(orderId: string, remainingMs: number, unit = "main"): Order {
  return {
    kind: "hold",
    orderId,
    operationId: "op",
    unit,
    remainingMs,
    drainRemainingMs: 1_000,
    reason: "test",
  };
}

const stateOf = (unit: InProcessUnit) => {
  const draft = unit.draft() ?? { units: [] };
  unit.told(draft);
  return draft.units?.[0];
};

describe("a service in a drain", () => {
  test("finishes what runs, keeps what is new waiting, and goes on with it afterwards", async () => {
    const { unit, calls } = unitWith();
    const first = Promise.withResolvers<string>();
    const running = unit.gate.run(() => first.promise);
    unit.take([hold("a", 60_000)], nowMs);
    await pass(100);
    expect(stateOf(unit)).toMatchObject({ state: "draining", tasks: 1, orderIds: ["a"] });
    const second = unit.gate.run(async () => "second");
    await pass(100);
    expect(calls).toEqual([]);
    first.resolve("first");
    await pass(100);
    expect(await running).toBe("first");
    expect(calls).toEqual(["pause"]);
    expect(stateOf(unit)).toMatchObject({ state: "paused", tasks: 0, holdRemainingMs: 59_700 });
    unit.take([], nowMs);
    await pass(100);
    expect(await second).toBe("second");
    expect(calls).toEqual(["pause", "resume"]);
    expect(stateOf(unit)).toMatchObject({ state: "running", operationId: null, holdRemainingMs: null });
  });

  test("runs again by its own clock when nobody is heard of any more, also after the machine slept", async () => {
    const { unit, calls } = unitWith();
    unit.take([hold("a", 5_000)], nowMs);
    await pass(4_800);
    expect(calls).toEqual(["pause"]);
    await pass(300);
    expect(calls).toEqual(["pause", "resume"]);
    unit.take([hold("b", 3_600_000)], nowMs);
    await pass(100);
    await pass(4_000_000, false);
    expect(calls).toEqual(["pause", "resume", "pause", "resume"]);
  });

  test("counts from before it asked: an answer that took long makes no hold longer", async () => {
    const { unit, calls } = unitWith();
    const askedAtMs = nowMs;
    await pass(4_000);
    unit.take([hold("a", 5_000)], askedAtMs);
    await pass(900);
    expect(calls).toEqual(["pause"]);
    await pass(200);
    expect(calls).toEqual(["pause", "resume"]);
  });

  test("a task that never ends is no acknowledgement, and when the time is over all goes on", async () => {
    const { unit, calls } = unitWith();
    void unit.gate.run(() => new Promise(() => {}));
    unit.take([hold("a", 2_000)], nowMs);
    await pass(1_900);
    expect(stateOf(unit)).toMatchObject({ state: "draining", tasks: 1 });
    await pass(300);
    expect(stateOf(unit)).toMatchObject({ state: "running", tasks: 1 });
    expect(calls).toEqual(["resume"]);
    expect(unit.gate.isShut).toBe(false);
  });

  test("a pause that fails is said; a resume that fails is repeated until it succeeds", async () => {
    let failures = 3;
    const { unit } = unitWith({
      onPause: () => Promise.reject(new Error("the rotor is still turning")),
      onResume: () => {
        failures -= 1;
        if (failures > 0) throw new Error("not yet");
      },
    });
    unit.take([hold("a", 2_000)], nowMs);
    await pass(500);
    expect(stateOf(unit)).toMatchObject({ state: "failed", note: "the rotor is still turning" });
    await pass(2_000);
    expect(unit.gate.isShut).toBe(true);
    await pass(20_000);
    expect(unit.gate.isShut).toBe(false);
    expect(stateOf(unit)).toMatchObject({ state: "running", note: null });
  });

  test("orders of other units are none of its business; of two holds of its own the longer counts", async () => {
    const { unit, calls } = unitWith();
    unit.take([hold("x", 60_000, "other")], nowMs);
    await pass(100);
    expect(calls).toEqual([]);
    unit.take([hold("a", 2_000), hold("b", 6_000)], nowMs);
    await pass(5_000);
    expect(calls).toEqual(["pause"]);
    await pass(1_500);
    expect(calls).toEqual(["pause", "resume"]);
  });
});

test("one that waits for the end of a pause can stop waiting", async () => {
  const { unit } = unitWith();
  unit.take([hold("a", 60_000)], nowMs);
  await pass(100);
  const waiting = new AbortController();
  const task = unit.gate.run(async () => 1, waiting.signal);
  waiting.abort(new Error("no longer"));
  await expect(task).rejects.toThrow("no longer");
});
