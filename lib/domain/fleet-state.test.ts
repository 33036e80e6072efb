import { expect, test } from "vitest";
import { fleetStateOf, type Health, worstHealth } from "./fleet-state.ts";

const halted: Health = { level: "halted", text: "stalled", resource: null };
const impaired: Health = { level: "impaired", text: "throttled", resource: null };

test("silence hides what was said before it, and a pause hides how the work was", () => {
  expect(fleetStateOf({ state: "silent", health: halted, paused: true })).toBe("silent");
  expect(fleetStateOf({ state: "up", health: halted, paused: true })).toBe("paused");
  expect(fleetStateOf({ state: "up", health: halted })).toBe("halted");
  expect(fleetStateOf({ state: "up", health: null })).toBe("up");
});

test("halted is worse than impaired, whichever was said first", () => {
  expect(worstHealth([impaired, undefined, halted])).toBe(halted);
  expect(worstHealth([halted, impaired, null])).toBe(halted);
  expect(worstHealth([null])).toBeNull();
});
