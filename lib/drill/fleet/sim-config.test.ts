import { expect, test } from "vitest";
import type { Order } from "#lib/contract/orders.ts";
import { CanaryParts } from "./canary-parts.ts";
import { SimConfig } from "./sim-config.ts";

const config = "drill:aim_lock_config.conf";
const file = { content: "a = 1\n", hash: "one", touchedBy: "node-7 @ 03:12", touchedAt: 1 };

function order(change: Partial<Extract<Order, { kind: "config" }>> = {}): Order {
  return {
    kind: "config",
    orderId: "op_1/0",
    operationId: "op_1",
    config,
    promoted: { version: 1, hash: "one" },
    shadow: null,
    telemetryEveryMs: 0,
    replaces: [],
    insist: false,
    lockMismatch: null,
    epoch: 1,
    guardians: [],
    want: null,
    ...change,
  };
}

const from = (fromMs: number) => ({ fromMs, sends: false, isKnown: () => true });

function drone(parts = new CanaryParts(1_000)) {
  const at = { nowMs: 0, mismatch: null as string | null };
  const made = new SimConfig({
    seed: "s",
    node: "drill:drone-1",
    config,
    monoMs: () => at.nowMs,
    mismatch: () => at.mismatch,
    shadowPart: (id) => parts.next(id),
    onChange: () => {},
  });
  made.setFile(file, from(0));
  made.tick(0);
  return { drone: made, at };
}

const shadow = { version: 2, hash: "two" };

test("of three that got a shadow, each looks at the lock itself, and the first one alone refuses before it goes back", () => {
  const parts = new CanaryParts(1_000);
  const all = [drone(parts), drone(parts), drone(parts)];
  for (const { drone, at } of all) {
    drone.take([order({ shadow })]);
    expect(drone.report()?.shadow).toEqual({ version: 2, state: "accepted", reason: null });
    Object.assign(at, { nowMs: 1_500, mismatch: "HOT" });
    drone.tick(1_500);
  }
  expect(all.map(({ drone }) => drone.report()?.shadow?.state)).toEqual(["refused", "accepted", "accepted"]);
  expect(all[0]?.drone.report()?.shadow?.reason).toBe("lock mismatch: drill:aim_lock_config.conf HOT");
  for (const { drone } of all) drone.take([order({ orderId: "op_1/back" })]);
  expect(all.map(({ drone }) => drone.report()?.shadow)).toEqual([null, null, null]);
});

test("a new content is run when its time comes, and not before", () => {
  const { drone: one } = drone();
  one.setFile({ ...file, hash: "next" }, from(500));
  one.tick(499);
  expect(one.report()?.running?.hash).toBe("one");
  one.tick(500);
  expect(one.report()?.running?.hash).toBe("next");
});

test("a lock that is well is no reason to refuse", () => {
  const { drone: one } = drone();
  one.take([order({ shadow })]);
  one.tick(60_000);
  expect(one.report()?.shadow?.state).toBe("accepted");
});

test("what is promoted runs, unless the lock forbids it; the report answers the order", () => {
  const { drone: one, at } = drone();
  at.mismatch = "HOT";
  one.take([order({ promoted: shadow, replaces: ["one"] })]);
  expect(one.report()).toMatchObject({
    orderId: "op_1/0",
    running: { hash: "one" },
    refusal: { version: 2, reason: "lock mismatch: drill:aim_lock_config.conf HOT" },
  });
  at.mismatch = null;
  one.take([order({ promoted: shadow, replaces: ["one"], orderId: "op_1/1" })]);
  expect(one.report()).toMatchObject({ orderId: "op_1/1", running: { hash: "two" }, refusal: null });
});

test("a content that nobody asked to replace stays, and is sent to whom wants it", () => {
  const { drone: one } = drone();
  const standing = { orderId: "standing", operationId: null, insist: true, promoted: shadow };
  one.take([order({ ...standing, want: "one" })]);
  expect(one.report()).toMatchObject({ running: { hash: "one" }, content: "a = 1\n" });
});

test("telemetry comes when it is wanted, as often as it is wanted; one shadow of a bad canary flies off", () => {
  const parts = new CanaryParts(1_000);
  parts.play("bad-telemetry");
  const { drone: one, at } = drone(parts);
  expect(one.telemetry(0)).toEqual([]);
  one.take([order({ shadow, telemetryEveryMs: 2_000 })]);
  expect(one.telemetry(10)).toHaveLength(4);
  expect(one.telemetry(1_000)).toEqual([]);
  at.mismatch = "HOT";
  one.tick(60_000);
  const off = one
    .telemetry(60_000)
    .find((p) => p.metric === "trajectory_deviation" && p.variant === "shadow");
  expect(off?.value).toBeGreaterThan(3);
});
