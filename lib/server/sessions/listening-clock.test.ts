import { expect, test } from "vitest";
import { ListeningClock } from "./listening-clock.ts";
import { FakeTime } from "./testing/fake-time.ts";

test("follows the clock under it while the process runs, whatever the wall clock does", async () => {
  const time = new FakeTime();
  const clock = new ListeningClock(time);
  const startMs = clock.monoMs();
  for (let i = 0; i < 50; i += 1) {
    await time.advance(ListeningClock.tickMs);
    time.jumpWall(-86_400_000);
    expect(clock.tick()).toBe(0);
  }
  await time.advance(77);
  expect(clock.monoMs() - startMs).toBe(50 * ListeningClock.tickMs + 77);
});

test("an hour in which the process was stopped is hardly counted, and says so", async () => {
  const time = new FakeTime();
  const clock = new ListeningClock(time);
  const startMs = clock.monoMs();
  await time.advance(3_600_000);
  // Asked before the first tick after the stop, as a timer that is due would do.
  expect(clock.monoMs() - startMs).toBeLessThanOrEqual(1_000);
  expect(clock.tick()).toBe(3_600_000 - 1_000);
  expect(clock.monoMs() - startMs).toBe(1_000);
});
