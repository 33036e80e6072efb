import { expect, test } from "vitest";
import { limits } from "./limits.ts";

test("an owner is judged several times within its shortest TTL", () => {
  expect(limits.judgeIntervalMs * 2).toBeLessThanOrEqual(limits.sessionTtlMinMs);
});

test("the default TTL lies between its bounds, and the agent beats several times within its own", () => {
  expect(limits.sessionTtlMinMs).toBeLessThan(limits.sessionTtlDefaultMs);
  expect(limits.sessionTtlDefaultMs).toBeLessThan(limits.sessionTtlMaxMs);
  expect(limits.agentBeatMs * 3).toBeLessThan(limits.agentTtlMs);
});

test("the grace after a restart outlasts the TTL of an agent, so that each can show itself", () => {
  expect(limits.recoveryGraceMs).toBeGreaterThan(limits.agentTtlMs + limits.ttlToleranceMs);
});

test("a client is told of a stale feed only after several keep-alives were missed", () => {
  expect(limits.streamKeepAliveMs * 2).toBeLessThan(limits.feedWarnMs);
  expect(limits.feedWarnMs).toBeLessThan(limits.feedStaleMs);
});

test("an incident is calm only after all of its signals are over, and begins no sooner than it is looked at", () => {
  expect(limits.incidentCalmMs).toBeGreaterThan(limits.incidentPatienceMs);
  expect(limits.incidentPatienceMs).toBeGreaterThan(limits.incidentWatchMs);
  expect(limits.incidentSampleMs).toBeGreaterThanOrEqual(limits.incidentWatchMs);
  const longestCalmMs = limits.incidentCalmMs * 2 ** limits.incidentCalmDoublings;
  expect(limits.incidentReopenMs).toBeGreaterThan(longestCalmMs);
  expect(limits.recoveryGraceMs).toBeGreaterThan(limits.incidentPatienceMs);
});
