import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DrainFacts,
  extensionLeftMs,
  inScope,
  nextDrainStep,
  type UnitSight,
  unitNow,
} from "./drain.ts";
import { type OperationUnit, type Scope, unitStates } from "./operation.ts";

const planned: OperationUnit = {
  unitId: "ses/u",
  node: "node-1",
  service: "svc",
  name: "u",
  state: "running",
  tasks: null,
  ackedAt: null,
  holdUntilAt: null,
  note: null,
};

function sight(change: Partial<UnitSight> = {}): UnitSight {
  const base = { unitId: "ses/u", state: "paused", fresh: true, keeps: true } as const;
  return { ...base, tasks: 0, holdUntilAt: 9, note: null, ...change };
}

function facts(change: Partial<DrainFacts> = {}): DrainFacts {
  const times = { deadlineMs: 1_000, holdMs: 1_000, resumeWaitMs: 1_000 };
  return { phase: "draining", units: [], kept: new Set(), onDeadline: "give-up", ...times, ...change };
}

const acked = { ...planned, state: "paused", ackedAt: 5 } as const;

describe("a unit of a drain", () => {
  test.each([
    ["a fresh pause for it", sight(), 7],
    ["an old one", sight({ fresh: false }), null],
    ["one for somebody else", sight({ keeps: false }), null],
    ["one that still drains", sight({ state: "draining" }), null],
    ["one that failed", sight({ state: "failed" }), null],
    ["nothing at all", null, null],
  ])("%s: acknowledged at %s", (_, seen, at) => {
    expect(unitNow(planned, seen, 7).ackedAt).toBe(at);
  });

  test("keeps the time of its acknowledgement, and loses it when it runs again", () => {
    const once = unitNow(planned, sight(), 7);
    expect(unitNow(once, sight(), 99).ackedAt).toBe(7);
    expect(unitNow(once, sight({ state: "running" }), 99).ackedAt).toBeNull();
    expect(unitNow(once, null, 99)).toMatchObject({ state: "lost", ackedAt: null });
  });
});

describe("a drain", () => {
  test("of nobody never holds, whatever was chosen for its deadline", () => {
    for (const onDeadline of ["give-up", "go-on"] as const) {
      expect(nextDrainStep(facts({ onDeadline })).step).toBe("wait");
      expect(nextDrainStep(facts({ onDeadline, deadlineMs: 0 })).step).toBe("give-up");
    }
  });

  test("holds when all have paused; at its deadline it gives up, or goes on when at least one has", () => {
    expect(nextDrainStep(facts({ units: [acked] }))).toEqual({ step: "hold", unanswered: [] });
    expect(nextDrainStep(facts({ units: [acked, planned] })).step).toBe("wait");
    const late = facts({ units: [acked, planned], deadlineMs: 0 });
    expect(nextDrainStep(late)).toEqual({ step: "give-up", unanswered: [planned] });
    expect(nextDrainStep({ ...late, onDeadline: "go-on" })).toEqual({ step: "hold", unanswered: [planned] });
    const nobody = facts({ units: [planned], deadlineMs: 0, onDeadline: "go-on" });
    expect(nextDrainStep(nobody).step).toBe("give-up");
  });

  test("ends when each runs, is gone, or is held by somebody else; or names those that were not heard of", () => {
    const resuming = facts({ phase: "resuming", units: [acked], kept: new Set(["ses/u"]) });
    expect(nextDrainStep(resuming).step).toBe("wait");
    expect(nextDrainStep({ ...resuming, kept: new Set() })).toEqual({ step: "end", unheard: [] });
    expect(nextDrainStep({ ...resuming, resumeWaitMs: 0 })).toEqual({ step: "end", unheard: [acked] });
    const failed = { ...planned, state: "failed" } as const;
    expect(nextDrainStep({ ...resuming, units: [failed], kept: new Set() }).step).toBe("wait");
  });

  test("whatever its units say, time alone brings it to its end", () => {
    const someUnit = fc.record({
      state: fc.constantFrom(...unitStates),
      ackedAt: fc.option(fc.constant(1)),
    });
    fc.assert(
      fc.property(
        fc.array(someUnit, { maxLength: 5 }),
        fc.constantFrom("give-up" as const, "go-on" as const),
        fc.boolean(),
        (list, onDeadline, isKept) => {
          const units = list.map((one) => ({ ...planned, ...one }));
          const late = { units, onDeadline, kept: new Set(isKept ? ["ses/u"] : []) };
          const over = { deadlineMs: 0, holdMs: 0, resumeWaitMs: 0 };
          const drained = nextDrainStep(facts({ ...late, ...over }));
          expect(["hold", "give-up"]).toContain(drained.step);
          if (drained.step === "hold") expect(units.some((one) => one.ackedAt !== null)).toBe(true);
          expect(nextDrainStep(facts({ ...late, ...over, phase: "holding" })).step).toBe("resume");
          expect(nextDrainStep(facts({ ...late, ...over, phase: "resuming" })).step).toBe("end");
        },
      ),
    );
  });
});

test.each<[Scope, boolean]>([
  [{ type: "fleet" }, true],
  [{ type: "node", node: "node-1" }, true],
  [{ type: "node", node: "node-10" }, false],
  [{ type: "group", group: "west" }, true],
  [{ type: "group", group: "east" }, false],
  [{ type: "service", service: "svc", node: null }, true],
  [{ type: "service", service: "svc", node: "node-1" }, true],
  [{ type: "service", service: "svc", node: "node-2" }, false],
  [{ type: "service", service: "sv", node: null }, false],
])("%j means a service of a node: %s", (scope, meant) => {
  expect(inScope(scope, { node: "node-1", service: "svc", group: "west" })).toBe(meant);
});

test("no scope means what is real and what is of a drill together; the fleet is real, the drill is the drill's", () => {
  const name = fc.constantFrom("a", "b", "Drill:a");
  const place = fc.record({ node: name, service: name, group: name });
  const scope: fc.Arbitrary<Scope> = fc.oneof(
    fc.constantFrom<Scope>({ type: "fleet" }, { type: "drill" }),
    fc.record({ type: fc.constant("node" as const), node: name }),
    fc.record({ type: fc.constant("group" as const), group: name }),
    fc.record({ type: fc.constant("service" as const), service: name, node: fc.option(name) }),
  );
  const labelled = <T extends object>(thing: T) =>
    Object.fromEntries(
      Object.entries(thing).map(([key, value]) => [
        key,
        key === "type" || value === null ? value : `drill:${value}`,
      ]),
    ) as T;
  fc.assert(
    fc.property(scope, place, (some, where) => {
      const own = labelled(where);
      expect(inScope(some, where) && inScope(some, own)).toBe(false);
      if (some.type === "fleet") expect(inScope(some, where)).toBe(true);
      if (some.type === "drill") expect(inScope(some, own)).toBe(true);
      else expect(inScope(some, own)).toBe(false);
      if (some.type === "node") expect(inScope(labelled(some), own)).toBe(inScope(some, where));
    }),
  );
});

test("extensions end where the policy does", () => {
  expect(extensionLeftMs(90_000, 100_000)).toBe(10_000);
  expect(extensionLeftMs(100_000, 100_000)).toBe(0);
  expect(extensionLeftMs(200_000, 100_000)).toBe(0);
});
