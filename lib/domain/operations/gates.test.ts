import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { verdicts } from "#lib/domain/states.ts";
import { bypassRefusals } from "./bypass.ts";
import { bypassable } from "./can.ts";
import { agentGate, freshGate, graceGate, quarantineMs, quiescedGate, staleGate } from "./clear.ts";
import { acknowledgedGate, allOpen, targetsGate, withBypass } from "./gates.ts";
import { type Gate, gateIds, type HoldPoint } from "./operation.ts";
import { rosterReasons } from "./roster.ts";
import { factChanges, factsText } from "./snapshot.ts";

const gates: fc.Arbitrary<Gate[]> = fc.array(
  fc.record({
    id: fc.constantFrom(...gateIds),
    title: fc.string(),
    state: fc.constantFrom("open" as const, "shut" as const),
    because: fc.string(),
    awaiting: fc.array(fc.string(), { maxLength: 2 }),
    closesAt: fc.constant(null),
  }),
);
const states = ["drained", "paused", "fenced", "successor", "free"] as const;
const roster = fc.array(
  fc.record({
    label: fc.string(),
    state: fc.constantFrom(...states),
    because: fc.constantFrom(...rosterReasons),
  }),
);

test("an empty chain of gates and an empty set of targets never open", () => {
  expect(allOpen([])).toBe(false);
  expect(targetsGate(0, 1_000, "unit").state).toBe("shut");
  expect(targetsGate(2, 1, "lock").state).toBe("shut");
  expect(targetsGate(1, 1, "lock").state).toBe("open");
});

test("only an acknowledgement that lasts in this run opens the hold point, whatever the record says of times", () => {
  const policy = { twoPeople: true, acknowledgeRole: "approver" as const };
  const ben = { kind: "user" as const, id: "ben", name: "Ben" };
  fc.assert(
    fc.property(
      fc.option(fc.integer({ max: 100_000 })),
      fc.boolean(),
      fc.nat(),
      (remainingMs, came, untilAt) => {
        const by = came ? ben : null;
        const holdPoint: HoldPoint = {
          askedAt: 0,
          askedBy: ben,
          pageId: "p",
          by,
          at: 1,
          note: null,
          untilAt,
        };
        const open = acknowledgedGate(policy, holdPoint, remainingMs).state === "open";
        expect(open).toBe(came && remainingMs !== null && remainingMs > 0);
      },
    ),
  );
});

describe("the gates of a clear", () => {
  test("only decisive verdicts open the first", () => {
    const open = verdicts.filter((verdict) => staleGate(verdict).state === "open");
    expect(open).toEqual(["orphan", "ghost"]);
    expect(staleGate(null).state).toBe("shut");
  });

  test("evidence that is old or was never seen in this run proves nothing", () => {
    expect(freshGate(null, "the agent").state).toBe("shut");
    expect(freshGate(limits.gateEvidenceMaxAgeMs + 1, "the agent").state).toBe("shut");
    expect(freshGate(limits.gateEvidenceMaxAgeMs, "the agent").state).toBe("open");
    expect(graceGate(true, 0).state).toBe("shut");
  });

  test("an agent ends nobody unless it is up and was allowed to", () => {
    const open = (up: boolean, allowsClear: boolean) =>
      agentGate({ up, allowsClear, node: "n" }).state === "open";
    expect([open(true, true), open(true, false), open(false, true)]).toEqual([true, false, false]);
  });

  test("while one is free nobody passes; where nobody can be refused, nobody paused is no proof", () => {
    fc.assert(
      fc.property(roster, fc.boolean(), fc.boolean(), (entries, closed, fenceable) => {
        const gate = quiescedGate(entries, { closed, fenceable });
        const free = entries.filter((entry) => entry.state === "free");
        if (free.length > 0) {
          expect(gate.state).toBe("shut");
          // Before the closing, those that it refuses are not awaited; they never open it either.
          const acts = ["guardian", "watchdog", "orchestrator", "named"];
          const awaited = fenceable && !closed ? free.filter(({ because }) => acts.includes(because)) : free;
          expect(gate.awaiting.length).toBe(Math.min(20, awaited.length));
        } else if (fenceable) expect(gate.state).toBe(closed ? "open" : "shut");
        else expect(gate.state).toBe(entries.length > 0 ? "open" : "shut");
      }),
    );
  });

  test("say what would open them: the closing itself, a name on the roster, new evidence or a bypass", () => {
    const waiter = { label: "w on n", because: "waiter", state: "free" } as const;
    const closing = quiescedGate([waiter], { closed: false, fenceable: true });
    expect(closing).toMatchObject({ state: "shut", awaiting: [] });
    expect(closing.because).toContain("opens by itself when the resource is closed");
    expect(quiescedGate([], { closed: false, fenceable: false }).because).toContain("`resources`");
    expect(staleGate("suspect").because).toContain("a bypass by two people");
  });

  test("the quarantine is as long as the old holder may take to stop itself", () => {
    fc.assert(
      fc.property(fc.nat(3_600_000), fc.nat(3_600_000), (ttlMs, lockDelayMs) => {
        const ms = quarantineMs({ ttlMs, lockDelayMs });
        expect(ms).toBeGreaterThanOrEqual(limits.quarantineMinMs);
        expect(ms).toBeGreaterThanOrEqual(Math.max(ttlMs, lockDelayMs) + limits.ttlToleranceMs);
      }),
    );
  });
});

describe("a bypass", () => {
  test("opens none but the named gates, and says so on each", () => {
    fc.assert(
      fc.property(gates, fc.subarray([...gateIds]), (chain, named) => {
        const after = withBypass(chain, named, 9);
        after.forEach((gate, i) => {
          const overridden = chain[i]?.state === "shut" && named.includes(gate.id);
          expect(gate.state).toBe(overridden ? "bypassed" : chain[i]?.state);
          if (overridden) expect(gate.because).toContain("Overridden by two people");
        });
      }),
    );
  });

  test("never names what is to be done, who would do it, or the grace after a restart", () => {
    for (const id of ["targets", "agent", "grace"] as const) {
      expect(bypassable).not.toContain(id);
      const shut: Gate = { id, title: id, state: "shut", because: "", awaiting: [], closesAt: null };
      expect(bypassRefusals([id], [shut])).toHaveLength(1);
    }
  });
});

describe("the snapshot", () => {
  const facts = fc.uniqueArray(fc.record({ key: fc.string(), label: fc.string(), value: fc.string() }), {
    selector: ({ key }) => key,
  });

  test("is the same for the same facts in any order and words, and another for any other", () => {
    fc.assert(
      fc.property(facts, facts, (was, is) => {
        const renamed = [...was].reverse().map((fact) => ({ ...fact, label: "another" }));
        expect(factsText(renamed)).toBe(factsText(was));
        expect(factsText(was) === factsText(is)).toBe(factChanges(was, is).length === 0);
      }),
    );
  });
});
