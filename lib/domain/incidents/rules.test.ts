import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { isStale, lockStates, severities, verdicts } from "#lib/domain/states.ts";
import { affectedNodes, guardianSight, type LockFacts, type ResourceFacts, resourceSights } from "./rules.ts";

const resource = "aim_lock_config.conf";
const lock: LockFacts = {
  lockId: `native/${resource}`,
  resource,
  state: "hot",
  verdict: "orphan",
  ownerId: "ses_1968",
  node: "node-7",
  holder: "guardian on node-7",
};
const names = (count: number) => new Set(Array.from({ length: count }, (_, i) => `drone-${i + 1}`));
const none: ReadonlySet<string> = new Set();

function facts(change: Partial<ResourceFacts>): ResourceFacts {
  return { resource, locks: [lock], refused: none, unwell: none, fleet: 1_000, ...change };
}

const rulesOf = (of: ResourceFacts, was = false) => resourceSights(of, was).map(({ rule }) => rule);
const severityOf = (of: ResourceFacts, rule: string) =>
  resourceSights(of, false).find((sight) => sight.rule === rule)?.severity;

describe("a stale lock", () => {
  test("that refuses somebody is seen at once; one that refuses nobody has to last", () => {
    const refusing = resourceSights(facts({ refused: names(1) }), false);
    expect(refusing.map(({ rule, patienceMs }) => [rule, patienceMs])).toEqual([
      ["stale-lock", limits.incidentPatienceMs],
      ["stale-refusing", 0],
    ]);
    expect(rulesOf(facts({ locks: [{ ...lock, state: "held" }] }))).toEqual(["stale-lock"]);
  });

  test("is a warning until the fleet is affected, then critical", () => {
    expect(severityOf(facts({ refused: names(2) }), "stale-refusing")).toBe("warning");
    expect(severityOf(facts({ refused: names(3) }), "stale-refusing")).toBe("critical");
    expect(severityOf(facts({ refused: names(3) }), "fleet-affected")).toBe("critical");
  });

  test("names its holder as it is known, and nobody where it is not", () => {
    const [sight] = resourceSights(facts({}), false);
    expect(sight?.text).toBe(
      `${resource} is still locked, and its holder, guardian on node-7, is proven gone.`,
    );
    const ghost = { ...lock, verdict: "ghost" as const, holder: null };
    expect(resourceSights(facts({ locks: [ghost] }), false)[0]?.text).toContain("its holder cannot be found");
  });
});

describe("a fleet", () => {
  test("is never said to be smaller than those of it who cannot go on", () => {
    const text = (fleet: number) =>
      resourceSights(facts({ refused: names(4), fleet }), false).find(({ rule }) => rule === "fleet-affected")
        ?.text;
    expect(text(101)).toContain("4 nodes of 101 cannot go on");
    expect(text(3)).toContain("4 nodes cannot go on");
  });

  const living = { ...lock, verdict: "live" as const };

  test("that waits for its turn after a living owner is not affected, however many they are", () => {
    expect(rulesOf(facts({ locks: [living], refused: names(900) }))).toEqual([]);
  });

  test("whose nodes say that they work less is affected, whoever holds the lock", () => {
    const unwell = names(3);
    expect(severityOf(facts({ locks: [living], unwell }), "fleet-affected")).toBe("warning");
    expect(severityOf(facts({ locks: [living], unwell, fleet: 30 }), "fleet-affected")).toBe("critical");
    expect(rulesOf(facts({ locks: [], unwell }))).toEqual(["fleet-affected"]);
  });

  test("counts as affected from three nodes on, and until fewer than two are", () => {
    const suspect = { ...lock, verdict: "suspect" as const };
    const at = (count: number, was: boolean) =>
      rulesOf(facts({ locks: [suspect], refused: names(count) }), was).length > 0;
    expect([at(2, false), at(3, false)]).toEqual([false, true]);
    expect([at(2, true), at(1, true)]).toEqual([true, false]);
  });
});

const lockFacts = fc.record({
  lockId: fc.constantFrom("native/x", "kernel/n/1", "kernel/n/2"),
  resource: fc.constant(resource),
  state: fc.constantFrom(...lockStates),
  verdict: fc.constantFrom(...verdicts, null),
  ownerId: fc.constant(null),
  node: fc.constant("node-7"),
  holder: fc.constant(null),
});
const anyFacts = fc.record({
  resource: fc.constant(resource),
  locks: fc.uniqueArray(lockFacts, { selector: ({ lockId }) => lockId }),
  refused: fc.nat(20).map(names),
  unwell: fc.nat(20).map(names),
  fleet: fc.integer({ min: 20, max: 200 }),
});

describe("for all that can be seen", () => {
  test("nothing is wrong about locks whose owners live while nobody says that it is harmed", () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const locks = of.locks.map((one) => ({ ...one, verdict: "live" as const, state: "hot" as const }));
        expect(resourceSights({ ...of, locks, unwell: none }, false).map(({ rule }) => rule)).toEqual(
          locks.length === 0 && of.refused.size >= limits.incidentAffectedMin ? ["fleet-affected"] : [],
        );
      }),
    );
  });

  test("one node more never makes it less grave, and each thing is seen once", () => {
    fc.assert(
      fc.property(anyFacts, fc.boolean(), (of, was) => {
        const before = resourceSights(of, was);
        const after = resourceSights({ ...of, unwell: new Set([...of.unwell, "one-more"]) }, was);
        const graver = new Map(after.map(({ key, severity }) => [key, severities.indexOf(severity)]));
        for (const { key, severity } of before) {
          expect(graver.get(key)).toBeGreaterThanOrEqual(severities.indexOf(severity));
        }
        expect(new Set(after.map(({ key }) => key)).size).toBe(after.length);
      }),
    );
  });

  test("what is critical has a stale lock behind it, or a tenth of the fleet", () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const isCritical = resourceSights(of, false).some(({ severity }) => severity === "critical");
        const isGrave =
          of.locks.some(({ verdict }) => isStale(verdict)) ||
          affectedNodes(of).size >= of.fleet * limits.incidentFleetShare;
        if (isCritical) expect(isGrave && affectedNodes(of).size >= limits.incidentAffectedMin).toBe(true);
      }),
    );
  });
});

test("a guardian that is not heard is named with what it guarded, and has to be silent for a while", () => {
  const guardian = { sessionId: "ses_g", node: "node-7", service: "guardian", resources: [resource] };
  const sight = guardianSight({ ...guardian, verdict: "orphan", lockId: lock.lockId, lastBeatAt: 5 });
  expect(sight).toMatchObject({ severity: "warning", since: 5, patienceMs: limits.incidentPatienceMs });
  expect(sight.text).toBe(
    `The guardian of ${resource}, guardian on node-7, is gone, and nobody guards in its place.`,
  );
  const silent = guardianSight({
    ...guardian,
    resources: [],
    verdict: "suspect",
    lockId: null,
    lastBeatAt: null,
  });
  expect(silent).toMatchObject({ resource: null, node: "node-7" });
});
