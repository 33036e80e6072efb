import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Order } from "#lib/contract/orders.ts";
import { type Fleet, stageNames } from "#lib/drill/stage.ts";
import { startFleet } from "./start-fleet.ts";
import { Wire } from "./testing/wire.ts";

const drone = "drill:drone-1";
const other = "drill:drone-2";
const lockNode = "drill:node-3";

let wire: Wire;
let fleet: Fleet;
let ending: AbortController;

beforeEach(async () => {
  vi.useFakeTimers();
  wire = new Wire();
  ending = new AbortController();
  const options = { server: "", token: "", drillId: "d", nodes: 100, pace: "fast" as const };
  const api = { ...wire, get: wire.get.bind(wire), send: wire.send.bind(wire), open: () => Promise.reject() };
  const starting = startFleet(
    { ...options, onTrouble: () => {}, signal: ending.signal },
    { api, monoMs: () => performance.now(), random: () => 0.5 },
  );
  await pass(3_000);
  fleet = await starting;
});
afterEach(async () => {
  ending.abort();
  await pass(100);
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const cut = (...nodes: string[]) => fleet.cue({ cue: "partition", nodes });
const heal = (...nodes: string[]) => fleet.cue({ cue: "heal", nodes });
const hold = (remainingMs: number): Order => ({
  kind: "hold",
  orderId: "op_1/flight",
  operationId: "op_1",
  unit: "flight",
  remainingMs,
  drainRemainingMs: 10_000,
  reason: "stand still",
});

test("whoever is cut off says nothing, while the others go on; healed, it goes on with the session that it had", async () => {
  await cut(drone);
  const from = wire.said.length;
  await pass(6_000);
  expect(wire.saidBy(drone, from)).toEqual([]);
  expect(wire.saidBy(other, from).filter((what) => what === "beat").length).toBeGreaterThanOrEqual(10);
  expect((await fleet.status()).open).toBe(99);
  await heal(drone);
  await pass(2_000);
  const after = new Set(wire.saidBy(drone, from));
  after.delete("poll");
  expect(after).toEqual(new Set(["beat"]));
  expect((await fleet.status()).open).toBe(100);
});

test("what changed while it was cut off is told when it is healed", async () => {
  wire.order(wire.sessionOf(drone, "service"), [hold(4_000)]);
  await pass(3_000);
  expect((await fleet.status()).paused).toBe(1);
  await cut(drone);
  const from = wire.said.length;
  // Its hold ends by its own clock, with nobody there to tell it.
  await pass(3_000);
  expect((await fleet.status()).paused).toBe(0);
  expect(wire.saidBy(drone, from)).toEqual([]);
  await heal(drone);
  await pass(500);
  expect(wire.saidBy(drone, from)).toContain("report");
});

test("an order that comes while it is cut off is not heard, also when the answer was under way; healed, it is asked again", async () => {
  const late = wire.holdBack();
  wire.order(wire.sessionOf(drone, "service"), [hold(60_000)]);
  await pass(100);
  await cut(drone);
  late.arrive();
  await pass(3_000);
  expect((await fleet.status()).paused).toBe(0);
  await heal(drone);
  await pass(3_000);
  expect((await fleet.status()).paused).toBe(1);
});

test("a session that ended meanwhile is opened anew, by the same instance, and a lock node takes its lease again", async () => {
  const was = wire.sessionOf(lockNode, "service");
  const instanceId = wire.sessions.get(was)?.instanceId;
  const guards = wire.grants.find(({ sessionId }) => sessionId === was)?.resource;
  expect(guards).toMatch(/^drill:/);
  await cut(lockNode);
  for (const what of ["agent", "service"] as const) wire.sessions.delete(wire.sessionOf(lockNode, what));
  const from = wire.said.length;
  await pass(5_000);
  expect(wire.saidBy(lockNode, from)).toEqual([]);
  await heal(lockNode);
  await pass(10_000);
  const now = wire.sessionOf(lockNode, "service");
  expect(wire.sessions.get(now)?.instanceId).toBe(instanceId);
  expect(wire.grants).toContainEqual({ resource: guards, sessionId: now });
  expect((await fleet.status()).open).toBe(100);
});

test("while nobody guards the file, a node that is cut off does not ask for it", async () => {
  await cut(drone);
  const from = wire.said.length;
  await fleet.cue({ cue: "refused", epoch: 1 });
  await pass(5_000);
  expect(wire.saidBy(drone, from)).toEqual([]);
  const asked = wire.grants.filter(({ resource }) => resource === stageNames.resource);
  expect(asked.map(({ sessionId }) => wire.sessions.get(sessionId)?.node)).toContain(other);
  await heal(drone);
  await pass(5_000);
  expect(wire.saidBy(drone, from)).toContain("lease");
});

test("it stops with a word: every session is closed, what runs on a node before its agent, but for who is cut off", async () => {
  await cut(drone);
  const agent = wire.sessionOf(other, "agent");
  const service = wire.sessionOf(other, "service");
  const stopping = fleet.stop();
  await pass(0);
  await stopping;
  expect(wire.closed).toHaveLength(wire.sessions.size - 2);
  expect(wire.closed).not.toContain(wire.sessionOf(drone, "agent"));
  expect(wire.closed.indexOf(service)).toBeLessThan(wire.closed.indexOf(agent));
});

test("where that is not quick it stops without a word", async () => {
  wire.closes = false;
  let stopped = false;
  void fleet.stop().then(() => {
    stopped = true;
  });
  await pass(2_000);
  expect(stopped).toBe(true);
  expect(wire.closed).toEqual([]);
});
