import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  followBack,
  followNode,
  isHealthy,
  type NodeFacts,
  nextOfCanary,
  promoteRefusal,
  withHealth,
} from "./canary-machine.ts";
import { type CanaryNode, canaryNodeStates } from "./canary-spec.ts";

const trial = { version: 4, hash: "new" };
const node = (change: Partial<CanaryNode> = {}): CanaryNode => ({
  node: "n",
  step: 0,
  state: "pending",
  reason: null,
  health: [],
  since: 1,
  ...change,
});
const facts = (change: Partial<NodeFacts> = {}): NodeFacts => ({
  here: true,
  answers: true,
  runningHash: "old",
  shadow: null,
  refusal: null,
  trouble: null,
  ...change,
});
const accepted = { version: 4, state: "accepted" as const, reason: null };
const refused = { version: 4, state: "refused" as const, reason: "lock mismatch: x HOT" };

describe("a node that goes forward", () => {
  test.each([
    [0, { shadow: accepted }, "shadow", null],
    [0, { shadow: refused }, "refused", "lock mismatch: x HOT"],
    [0, { shadow: { ...accepted, version: 3 } }, "asked", null],
    // An answer to another order says nothing of this one.
    [0, { shadow: accepted, answers: false }, "asked", null],
    [0, { shadow: refused, answers: false }, "asked", null],
    [0, { shadow: accepted, here: false }, "lost", "Its agent is not heard of any more."],
    [1, { runningHash: "new" }, "promoted", null],
    [1, { runningHash: "new", answers: false }, "asked", null],
    [1, { refusal: { version: 4, reason: "HELD" } }, "refused", "HELD"],
    [1, { refusal: { version: 3, reason: "HELD" }, trouble: "busy" }, "asked", "busy"],
    [1, { shadow: accepted }, "asked", null],
  ] as const)("at step %i with %j is %s", (step, change, state, reason) => {
    expect(followNode(node(), facts(change), { trial, step }, 9)).toMatchObject({ state, reason });
  });
  test("is left alone before its step", () => {
    const later = node({ step: 2 });
    expect(followNode(later, facts({ here: false }), { trial, step: 1 }, 9)).toBe(later);
  });
});

describe("a node that goes back", () => {
  test.each([
    ["promoted", { runningHash: "new" }, "rolling-back"],
    ["promoted", {}, "rolled-back"],
    ["shadow", { shadow: accepted }, "rolling-back"],
    ["promoted", { answers: false }, "rolling-back"],
    ["promoted", { here: false }, "lost"],
    ["pending", { here: false }, "pending"],
  ] as const)("from %s with %j is %s", (state, change, after) => {
    expect(followBack(node({ state }), facts(change), "old", 9).state).toBe(after);
  });
  test("keeps the reason of the one that was the cause", () => {
    const cause = node({ state: "refused", reason: "HOT" });
    expect(followBack(cause, facts(), "old", 9)).toMatchObject({ state: "rolled-back", reason: "HOT" });
    const onItsWay = followBack(cause, facts({ runningHash: "new" }), "old", 9);
    const stillOnIt = followBack(onItsWay, facts({ runningHash: "new" }), "old", 10);
    expect(stillOnIt).toMatchObject({ state: "rolling-back", reason: "HOT" });
    expect(followBack(stillOnIt, facts(), "old", 11)).toMatchObject({ state: "rolled-back", reason: "HOT" });
  });
});

const look = { step: 1, healthyMs: 5_000, bakeMs: 5_000, stepMs: 1_000, answerMaxMs: 60_000 };
const anyNode = fc.record({
  node: fc.string({ minLength: 1 }),
  step: fc.nat(3),
  state: fc.constantFrom(...canaryNodeStates),
  reason: fc.constant(null),
  health: fc.array(
    fc.record({
      metric: fc.constant("m"),
      state: fc.constantFrom("pass" as const, "fail" as const, "waiting" as const),
      text: fc.constant("t"),
    }),
    { maxLength: 2 },
  ),
  since: fc.constant(1),
});

describe("what follows", () => {
  test("of no node nothing is concluded: everything goes back", () => {
    expect(nextOfCanary({ ...look, nodes: [] }).next).toBe("back");
    expect(nextOfCanary({ ...look, nodes: [node({ step: 3 })] }).next).toBe("back");
    expect(isHealthy([], 0)).toBe(false);
    expect(isHealthy([node({ step: 3, state: "promoted" })], 1)).toBe(false);
  });

  test("it goes on only when every touched node has it and passes every rule for the whole bake time", () => {
    fc.assert(
      fc.property(
        fc.array(anyNode, { maxLength: 6 }),
        fc.nat(3),
        fc.nat(10_000),
        (nodes, step, healthyMs) => {
          const decision = nextOfCanary({ ...look, nodes, step, healthyMs });
          const touched = nodes.filter((one) => one.step <= step);
          const well = touched.every(
            (one) =>
              one.state === (step === 0 ? "shadow" : "promoted") &&
              one.health.every(({ state }) => state === "pass"),
          );
          expect(decision.next === "promote").toBe(touched.length > 0 && well && healthyMs >= look.bakeMs);
          const bad = touched.some(
            ({ state, health }) =>
              ["refused", "failed", "lost"].includes(state) || health.some((rule) => rule.state === "fail"),
          );
          if (bad) expect(decision.next).toBe("back");
        },
      ),
    );
  });

  test("one that does not answer in time takes everything back, by name", () => {
    const decision = nextOfCanary({ ...look, nodes: [node({ state: "asked", step: 1 })], stepMs: 60_000 });
    expect(decision).toEqual({ next: "back", cause: "n did not answer in time" });
  });
});

describe("promoting by hand", () => {
  const well = [node({ state: "shadow" })];
  test.each([
    [{ nodes: well, memory: { step: 0, baked: 0 } }, null],
    [{ nodes: well, memory: { step: 0, baked: null } }, "bake time"],
    [{ nodes: well, memory: { step: 0, baked: 0, promoteFrom: 0 } }, "It was promoted"],
    [{ nodes: [node({ state: "asked" })], memory: { step: 0, baked: 0 } }, "healthy"],
    [{ nodes: [], memory: { step: 0, baked: 0 } }, "healthy"],
    // What baked was the step before.
    [{ nodes: [node({ state: "promoted" })], memory: { step: 1, baked: 0 } }, "bake time"],
  ])("%j: %s", (operation, words) => {
    const refusal = promoteRefusal(operation);
    if (words === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(words);
  });
});

test("nothing is written for a digit, but for another verdict, and for what is waited for", () => {
  const passing = node({ health: [{ metric: "m", state: "pass", text: "60" }] });
  expect(withHealth(passing, [{ metric: "m", state: "pass", text: "61" }])).toBe(passing);
  expect(withHealth(passing, [{ metric: "m", state: "fail", text: "90" }]).health[0]?.text).toBe("90");
  const waiting = node({ health: [{ metric: "m", state: "waiting", text: "own" }] });
  expect(withHealth(waiting, [{ metric: "m", state: "waiting", text: "group" }]).health[0]?.text).toBe(
    "group",
  );
});
