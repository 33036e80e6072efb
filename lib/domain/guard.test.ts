import { expect, test } from "vitest";
import { watchdogStep } from "./guard.ts";

test("a watchdog waits while the guardian is there, while it is silent, and until somebody has cleared", () => {
  for (const verdict of ["live", "suspect", "unknown", "orphan", "ghost"] as const) {
    for (const state of ["held", "hot"] as const) {
      expect(watchdogStep(false, { state, verdict }).take).toBe(false);
      expect(watchdogStep(true, { state, verdict }).take).toBe(false);
    }
  }
});

test("it takes what was cleared, also when the quarantine is over before it looks again", () => {
  const gone = watchdogStep(false, { state: "held", verdict: "orphan" });
  expect(gone).toMatchObject({ guardianGone: true, take: false });
  expect(watchdogStep(gone.guardianGone, { state: "quarantined", verdict: null }).take).toBe(true);
  expect(watchdogStep(gone.guardianGone, { state: "free", verdict: null }).take).toBe(true);
});

test("it leaves alone what was never held, and what a guardian gave back", () => {
  expect(watchdogStep(false, null).take).toBe(false);
  expect(watchdogStep(false, { state: "free", verdict: null }).take).toBe(false);
  const back = watchdogStep(true, { state: "held", verdict: "live" });
  expect(watchdogStep(back.guardianGone, { state: "free", verdict: null }).take).toBe(false);
});

test("silence changes nothing of what it knows", () => {
  for (const known of [true, false])
    expect(watchdogStep(known, { state: "held", verdict: "suspect" }).guardianGone).toBe(known);
});
