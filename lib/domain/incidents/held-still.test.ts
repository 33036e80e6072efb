import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { isCalm } from "./course.ts";
import { calmMsFrom, type Drain, heldStill } from "./held-still.ts";

const incident = { resources: ["aim.conf"], nodes: ["node-7"], affectedNodes: ["drone-1"], openedAt: 1_000 };
const drain: Drain = {
  state: "running",
  createdAt: 2_000,
  forResource: "aim.conf",
  units: [
    { node: "drone-1", state: "paused" },
    { node: "drone-2", state: "resuming" },
    { node: "drone-3", state: "running" },
  ],
};

test("units stand still for an incident while the drain of its clear, or one of its nodes, has not resumed them", () => {
  expect(heldStill(incident, [drain])).toBe(2);
  expect(heldStill(incident, [{ ...drain, forResource: "other.conf" }])).toBe(0);
  expect(heldStill(incident, [{ ...drain, forResource: null }])).toBe(2);
  expect(heldStill(incident, [{ ...drain, forResource: null, createdAt: 999 }])).toBe(0);
  expect(heldStill({ ...incident, nodes: [], affectedNodes: [] }, [{ ...drain, forResource: null }])).toBe(0);
  expect(heldStill(incident, [{ ...drain, state: "done" }])).toBe(0);
  expect(heldStill(incident, [{ ...drain, units: [{ node: "drone-1", state: "running" }] }])).toBe(0);
});

test("calm is counted from the end of the hold, and there is none while it lasts", () => {
  const open = { state: "open" as const, signals: [] };
  const hour = 3_600_000;
  expect(isCalm(open, calmMsFrom(hour, 0))).toBe(false);
  expect(isCalm(open, calmMsFrom(hour, limits.incidentCalmMs - 1))).toBe(false);
  expect(isCalm(open, calmMsFrom(hour, limits.incidentCalmMs))).toBe(true);
  expect(isCalm(open, calmMsFrom(hour, null))).toBe(true);
  expect(isCalm(open, calmMsFrom(null, hour))).toBe(false);
  expect(calmMsFrom(3_000, hour)).toBe(3_000);
});
