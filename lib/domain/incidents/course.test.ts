import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import { type Severity, severities } from "#lib/domain/states.ts";
import { type Coursing, calmNeededMs, isCalm, withSignals } from "./course.ts";
import type { LiveSignal } from "./sight.ts";

const at = 1_700_000_000_000;
const ada: Person = { kind: "user", id: "usr_ada", name: "Ada" };
const never = () => false;
const always = () => true;

function signal(severity: Severity, key = "stale-lock/native/x.conf"): LiveSignal {
  const where = { resource: "x.conf", lockId: "native/x.conf", ownerId: "ses_1", node: "node-7" };
  return { ...where, key, rule: "stale-lock", severity, text: "It is stale.", since: at, clearedAt: null };
}

const blank: Coursing = {
  title: "",
  severity: "info",
  severityBy: null,
  state: "open",
  resources: [],
  lockId: null,
  nodes: [],
  signals: [],
  openedBy: null,
  acknowledged: null,
  mitigatedAt: null,
  resolvedAt: null,
  resolution: null,
};

describe("severity", () => {
  test("is the worst that was seen, and does not fall when that is over", () => {
    const worse = withSignals(blank, [signal("critical", "a"), signal("info", "b")], never, at);
    expect(worse.severity).toBe("critical");
    const later = withSignals(worse, [signal("info", "b")], always, at + 1);
    expect(later).toMatchObject({
      severity: "critical",
      signals: [{ key: "a", clearedAt: at + 1 }, { key: "b" }],
    });
  });

  test("stays as a person chose it, whatever comes", () => {
    const chosen = {
      ...withSignals(blank, [signal("warning")], never, at),
      severityBy: ada,
      severity: "info" as const,
    };
    expect(withSignals(chosen, [signal("critical", "worse")], never, at).severity).toBe("info");
  });

  test("never falls by itself while it is open, whatever is seen", () => {
    const look = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom(...severities)), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 20 }), (looks) => {
        let incident: Coursing = blank;
        for (const [i, live] of looks.entries()) {
          const byKey = new Map(live.map(([key, severity]) => [key, signal(severity, key)]));
          const next = withSignals(incident, [...byKey.values()], always, at + i);
          expect(severities.indexOf(next.severity)).toBeGreaterThanOrEqual(
            severities.indexOf(incident.severity),
          );
          expect(next.signals.length).toBeLessThanOrEqual(3);
          incident = next;
        }
      }),
    );
  });
});

describe("what is over", () => {
  test("is so only when it is not seen for long enough; what a person said stays", () => {
    const byHand: LiveSignal = { ...signal("warning", "by-hand/x"), rule: "by-hand" };
    const open = withSignals(blank, [signal("warning"), byHand], never, at);
    expect(withSignals(open, [], never, at + 1)).toBe(open);
    const over = withSignals(open, [], always, at + 1);
    expect(over.signals.map(({ clearedAt }) => clearedAt)).toEqual([at + 1, null]);
    expect(isCalm(over, Number.POSITIVE_INFINITY)).toBe(false);
  });

  test("makes it calm after the time that is asked for, and that doubles each time that it comes back", () => {
    const open = withSignals(blank, [signal("warning")], never, at);
    expect(isCalm(open, Number.POSITIVE_INFINITY)).toBe(false);
    let over: Coursing = withSignals(open, [], always, at);
    const needed: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      needed.push(calmNeededMs(over));
      expect(isCalm(over, calmNeededMs(over) - 1)).toBe(false);
      expect(isCalm(over, calmNeededMs(over))).toBe(true);
      const back = withSignals(
        { ...over, state: "mitigated", mitigatedAt: at },
        [signal("warning")],
        never,
        at,
      );
      expect(back).toMatchObject({ state: "open", mitigatedAt: null });
      over = withSignals(back, [], always, at);
    }
    expect(needed.slice(0, 3)).toEqual([1, 2, 4].map((times) => times * limits.incidentCalmMs));
    expect(Math.max(...needed)).toBe(limits.incidentCalmMs * 2 ** limits.incidentCalmDoublings);
  });
});

test.each([
  ["a moment", limits.incidentCalmMs, true],
  ["almost as long as an ended one may come back", limits.incidentReopenMs - 1, true],
  ["longer", limits.incidentReopenMs, false],
  ["hours", 5 * 3_600_000, false],
])("who acknowledged it is on it still after it was quiet for %s: %#", (_, quietMs, isOnIt) => {
  const acknowledged = { by: ada, at };
  const quiet = { ...blank, state: "mitigated" as const, acknowledged, mitigatedAt: at };
  const again = withSignals(quiet, [signal("critical")], never, at + quietMs);
  expect(again).toMatchObject({ state: "open", mitigatedAt: null, returns: 1 });
  expect(again.acknowledged).toEqual(isOnIt ? acknowledged : null);
  // While it goes on, however long, the acknowledgement counts.
  const lasting = withSignals(again, [signal("info")], never, at + 100 * quietMs);
  expect(lasting.acknowledged).toBe(again.acknowledged);
});

test("what begins again after it was resolved is not acknowledged, and as grave as it is now", () => {
  const over: Coursing = {
    ...withSignals(blank, [signal("critical", "a")], never, at),
    state: "resolved",
    acknowledged: { by: ada, at },
    resolvedAt: at,
    resolution: { by: ada, at, text: "Cleared." },
  };
  const again = withSignals(over, [signal("warning", "b")], always, at + 5);
  expect(again).toMatchObject({ state: "open", severity: "warning", acknowledged: null, resolution: null });
  expect(again.signals).toMatchObject([
    { key: "a", clearedAt: at + 5 },
    { key: "b", clearedAt: null },
  ]);
});

test("a look that brings nothing new gives back the very same incident", () => {
  const open = withSignals(blank, [signal("warning")], never, at);
  expect(withSignals(open, [signal("warning")], never, at + 1)).toBe(open);
});

test("its title says more only when more is seen, and a person's title stays", () => {
  const stale = withSignals(blank, [signal("warning")], never, at);
  expect(stale.title).toBe("Stale lock on x.conf");
  const refusing: LiveSignal = { ...signal("critical", "stale-refusing/x"), rule: "stale-refusing" };
  const worse = withSignals(stale, [signal("warning"), refusing], never, at);
  expect(worse.title).toBe("Stale lock on x.conf refuses others");
  expect(withSignals(worse, [signal("warning")], always, at).title).toBe(
    "Stale lock on x.conf refuses others",
  );
  const own = { ...blank, openedBy: ada, title: "Something is odd" };
  expect(withSignals(own, [refusing], never, at).title).toBe("Something is odd");
});

test("thousands of signals leave a bounded record, of which the lasting ones are kept first", () => {
  const many = Array.from({ length: 1_000 }, (_, i) => signal("warning", `stale-lock/${i}`));
  const open = withSignals(blank, many, never, at);
  expect(open.signals).toHaveLength(limits.incidentSignalsMax);
  const later = withSignals(open, [signal("warning", "new")], always, at + 1);
  expect(later.signals).toHaveLength(limits.incidentSignalsMax);
  expect(later.signals.at(-1)).toMatchObject({ key: "new", clearedAt: null });
});
