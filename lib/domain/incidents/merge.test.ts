import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Person } from "#lib/domain/operations/operation.ts";
import { severities } from "#lib/domain/states.ts";
import { incidentRoles } from "./incident.ts";
import { joinSignals, type Mergeable, mergeInto, olderOf } from "./merge.ts";

const at = 1_000_000;
const person = (id: string): Person => ({ kind: "user", id, name: id });

function incident(id: string, change: Partial<Mergeable> = {}): Mergeable {
  return {
    id,
    severity: "warning",
    severityBy: null,
    state: "open",
    resources: [`${id}.conf`],
    lockId: null,
    nodes: [],
    signals: [],
    affected: 0,
    affectedPeak: 0,
    affectedNodes: [],
    refusals: 0,
    sentence: "",
    openedAt: at,
    acknowledged: null,
    roles: [],
    notes: [],
    followUps: [],
    mitigatedAt: null,
    resolvedAt: null,
    mergedInto: null,
    ...change,
  };
}

const who = fc.constantFrom("ada", "ben", "eve").map(person);
const texts = fc.constantFrom("It is stale.", "It refuses.", "Look at node-7.");
const signals = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom("a", "b", "c"),
    rule: fc.constant("stale-lock" as const),
    severity: fc.constantFrom(...severities),
    resource: fc.constant(null),
    lockId: fc.constant(null),
    ownerId: fc.constant(null),
    node: fc.constant(null),
    text: texts,
    since: fc.nat(at),
    clearedAt: fc.constantFrom(null, at),
  }),
  { selector: ({ key }) => key },
);
const parts = fc.record({
  severity: fc.constantFrom(...severities),
  severityBy: fc.option(who),
  state: fc.constantFrom("open", "mitigated") as fc.Arbitrary<"open" | "mitigated">,
  signals,
  refusals: fc.nat(100),
  affectedPeak: fc.nat(100),
  acknowledged: fc.option(fc.record({ by: who, at: fc.nat(at) })),
  roles: fc.uniqueArray(
    fc.record({ role: fc.constantFrom(...incidentRoles), person: who, since: fc.nat(at) }),
    {
      selector: ({ role }) => role,
    },
  ),
  notes: fc.array(fc.record({ at: fc.nat(at), by: who, text: texts }), { maxLength: 3 }),
  followUps: fc
    .array(fc.record({ at: fc.nat(at), by: who, text: texts, doneAt: fc.constant(null) }), { maxLength: 3 })
    .map((all) => all.map((one, i) => ({ ...one, id: i + 1 }))),
});

describe("two that turn out to be one", () => {
  test("keep the older, whichever is asked about first", () => {
    const [a, b] = [incident("a", { openedAt: 5 }), incident("b", { openedAt: 4 })];
    expect([olderOf(a, b).id, olderOf(b, a).id]).toEqual(["b", "b"]);
    const twin = incident("c", { openedAt: 5 });
    expect([olderOf(a, twin).id, olderOf(twin, a).id]).toEqual(["a", "a"]);
  });

  test("lose nothing that was seen, said or decided in either", () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const { kept, part } = mergeInto(incident("a", one), incident("b", other), at);
        expect(kept.notes).toHaveLength(one.notes.length + other.notes.length);
        expect(kept.followUps).toHaveLength(one.followUps.length + other.followUps.length);
        expect(new Set(kept.followUps.map(({ id }) => id)).size).toBe(kept.followUps.length);
        expect(new Set(kept.roles.map(({ role }) => role)).size).toBe(kept.roles.length);
        for (const { role, person: had } of one.roles) {
          expect(kept.roles.find((now) => now.role === role)?.person).toEqual(had);
        }
        for (const { role } of other.roles) expect(kept.roles.some((now) => now.role === role)).toBe(true);
        const keys = new Set([...one.signals, ...other.signals].map(({ key }) => key));
        expect(new Set(kept.signals.map(({ key }) => key))).toEqual(keys);
        expect(kept.resources).toEqual(["a.conf", "b.conf"]);
        expect(kept.refusals).toBe(one.refusals + other.refusals);
        expect(part).toMatchObject({ state: "resolved", mergedInto: "a", resolvedAt: at });
      }),
    );
  });

  test("are as grave as the worse of both, unless a person chose; and open when one is", () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const { kept } = mergeInto(incident("a", one), incident("b", other), at);
        const worse = Math.max(severities.indexOf(one.severity), severities.indexOf(other.severity));
        expect(kept.severity).toBe(one.severityBy === null ? severities[worse] : one.severity);
        expect(kept.state).toBe(one.state === "open" || other.state === "open" ? "open" : "mitigated");
      }),
    );
  });
});

test("a signal that both have is over only when it is over in both, and began with the earlier", () => {
  fc.assert(
    fc.property(signals, signals, (a, b) => {
      for (const { key, since, clearedAt } of joinSignals(a, b)) {
        const both = [...a, ...b].filter((one) => one.key === key);
        expect(since).toBe(Math.min(...both.map((one) => one.since)));
        expect(clearedAt !== null).toBe(both.every((one) => one.clearedAt !== null));
      }
    }),
  );
});
