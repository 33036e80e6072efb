import { expect, it } from "vitest";
import { createClockStore } from "./clock-store.ts";

function heldTimer(wallMs: number) {
  const timers = new Set<() => void>();
  const state = { wallMs };
  return {
    state,
    timers,
    timer: {
      wallMs: () => state.wallMs,
      every: (_tickMs: number, tick: () => void) => {
        timers.add(tick);
        return () => timers.delete(tick);
      },
    },
  };
}

it("counts on the server's clock when this machine's is hours off", () => {
  const held = heldTimer(1_000_000);
  const clock = createClockStore(9_000_000, held.timer);
  held.state.wallMs += 2_500;
  expect(clock.nowMs()).toBe(9_002_500);
});

it("tells listeners when the stream corrects the offset", () => {
  const held = heldTimer(1_000_000);
  const clock = createClockStore(1_000_000, held.timer);
  let calls = 0;
  const leave = clock.subscribe(() => {
    calls += 1;
  });
  clock.setOffsetMs(-40_000);
  expect(calls).toBe(1);
  expect(clock.nowMs()).toBe(960_000);
  leave();
});

it("shares one timer between all listeners and stops it with the last", () => {
  const held = heldTimer(0);
  const clock = createClockStore(0, held.timer);
  const leave = [clock.subscribe(() => {}), clock.subscribe(() => {})];
  expect(held.timers.size).toBe(1);
  for (const one of leave) one();
  expect(held.timers.size).toBe(0);
});
