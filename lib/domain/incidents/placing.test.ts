import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { type Placeable, placeSignals } from "./placing.ts";
import type { LiveSignal } from "./sight.ts";

const now = 10_000_000;

function signal(change: Partial<LiveSignal> = {}): LiveSignal {
  const where = { resource: "x.conf", lockId: null, ownerId: null, node: null };
  const base = { ...where, rule: "stale-lock", severity: "warning", text: "Wrong.", since: now } as const;
  return { key: `stale-lock/${change.resource ?? "x.conf"}`, ...base, clearedAt: null, ...change };
}

function incident(id: string, change: Partial<Placeable> = {}): Placeable {
  const base = { openedAt: now, state: "open", mergedInto: null, resolvedAt: null } as const;
  return { id, ...base, resources: ["x.conf"], nodes: [], signals: [], ...change };
}

describe("a signal", () => {
  test("of nothing known opens an incident, with all that belong to it", () => {
    const lease = signal();
    const flock = signal({ key: "stale-lock/kernel", node: "node-7" });
    const guardian = signal({
      key: "guardian-silent/g",
      resource: null,
      node: "node-7",
      since: now - 60_000,
    });
    const placed = placeSignals([], [lease, flock, guardian], now);
    expect(placed).toEqual([{ into: null, reopens: false, merges: [], signals: [lease, flock, guardian] }]);
  });

  test("joins the incident of its resource, and of its cause within some minutes", () => {
    const known = signal({ node: "node-7", ownerId: "ses_1" });
    const open = [incident("a", { signals: [known] })];
    const into = (change: Partial<LiveSignal>) =>
      placeSignals(open, [signal({ key: "k", resource: "y.conf", ...change })], now)[0]?.into;
    expect(into({ resource: "x.conf" })).toBe("a");
    expect(into({ node: "node-7" })).toBe("a");
    expect(into({ ownerId: "ses_1", since: now + limits.incidentCauseMs })).toBe("a");
    expect(into({ node: "node-7", since: now + limits.incidentCauseMs + 1 })).toBeNull();
    expect(into({})).toBeNull();
  });

  test("that links two incidents makes them one: the older stays", () => {
    const first = incident("b", { openedAt: now - 5, resources: ["x.conf"] });
    const second = incident("a", { resources: ["y.conf"], signals: [signal({ key: "s", node: "node-7" })] });
    const placed = placeSignals([second, first], [signal({ key: "link", node: "node-7" })], now);
    expect(placed).toMatchObject([{ into: "b", merges: ["a"] }]);
  });

  test("of the same that was over lately reopens it; later, or of something else, it is a new one", () => {
    const over = incident("a", { state: "resolved", resolvedAt: now });
    const at = (time: number, change: Partial<LiveSignal> = {}) =>
      placeSignals([over], [signal(change)], time)[0];
    expect(at(now + limits.incidentReopenMs)).toMatchObject({ into: "a", reopens: true });
    expect(at(now + limits.incidentReopenMs + 1)).toMatchObject({ into: null, reopens: false });
    expect(at(now, { resource: "y.conf" })?.into).toBeNull();
    const merged = { ...over, mergedInto: "b" };
    expect(placeSignals([merged], [signal()], now)[0]?.into).toBeNull();
  });

  test("that a person accepted has no place until it begins again", () => {
    const silent = signal({ key: "guardian-silent/g", rule: "guardian-silent", since: now - 5 });
    const over = incident("a", { state: "resolved", resolvedAt: now, signals: [silent] });
    expect(placeSignals([over], [silent], now)).toEqual([]);
    expect(placeSignals([over], [{ ...silent, since: now + 1 }], now)).toMatchObject([{ into: "a" }]);
    expect(placeSignals([{ ...over, state: "open", resolvedAt: null }], [silent], now)).toMatchObject([
      { into: "a", reopens: false },
    ]);
    const ended = { ...over, signals: [{ ...silent, clearedAt: now - 1 }] };
    expect(placeSignals([ended], [silent], now)).toMatchObject([{ into: "a", reopens: true }]);
  });

  test("of a drill never joins what is real, nor the other way round", () => {
    const real = incident("a", { nodes: ["node-7"], signals: [signal({ node: "node-7" })] });
    const rehearsed = signal({ key: "stale-lock/drill", resource: "drill:x.conf", node: "drill:node-7" });
    expect(placeSignals([real], [rehearsed, signal()], now)).toMatchObject([
      { into: "a", merges: [] },
      { into: null, signals: [rehearsed] },
    ]);
  });
});

test("of a storm of unrelated things the later ones share an incident, the newest there is; the fleet's never does", () => {
  const storm = Array.from({ length: 500 }, (_, i) => signal({ key: `k${i}`, resource: `file-${i}` }));
  const fleet = signal({ key: "fleet", resource: "aim.conf", rule: "fleet-affected" });
  const fresh = placeSignals([], [...storm, fleet], now);
  expect(fresh.filter(({ signals: own }) => own.length === 1)).toHaveLength(limits.incidentOpenMax + 1);
  expect(fresh.flatMap(({ signals: own }) => own)).toHaveLength(501);
  expect(fresh).toHaveLength(limits.incidentOpenMax + 2);
  const open = Array.from({ length: limits.incidentOpenMax }, (_, i) =>
    incident(`i${i}`, { openedAt: now + i, resources: [`open-${i}`] }),
  );
  const newest = `i${limits.incidentOpenMax - 1}`;
  expect(placeSignals(open, [...storm, fleet], now)).toMatchObject([
    { into: null, signals: [fleet] },
    { into: newest, signals: storm },
  ]);
});

test("also what affects the fleet is bounded, so that a few hosts that lie cannot open incidents without end", () => {
  const open = Array.from({ length: 2 * limits.incidentOpenMax - 1 }, (_, i) =>
    incident(`i${i}`, {
      openedAt: now + i,
      resources: [`open-${i}`],
      state: i % 2 === 0 ? "open" : "mitigated",
    }),
  );
  const lies = Array.from({ length: 300 }, (_, i) =>
    signal({
      key: `fleet-affected/lie-${i}`,
      resource: `lie-${i}`,
      rule: "fleet-affected",
      severity: "critical",
    }),
  );
  const placed = placeSignals(open, lies, now);
  expect(placed.filter(({ into }) => into === null)).toHaveLength(1);
  expect(placed).toHaveLength(2);
  expect(placed.flatMap(({ signals: own }) => own)).toHaveLength(300);
});

const resources = ["x", "y", "z", "drill:x", "drill:y", null] as const;
const signals = fc
  .array(
    fc.record({
      resource: fc.constantFrom(...resources),
      node: fc.constantFrom("n1", "n2", "n3"),
      ownerId: fc.constantFrom("o1", "o2", null),
      since: fc.integer({ min: now - 900_000, max: now }),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map((one, i) => {
      // Names of one thing are of one world: the server sees to that.
      const isDrill = one.resource?.startsWith("drill:") ?? false;
      const named = isDrill
        ? { node: `drill:${one.node}`, ownerId: one.ownerId && `drill ${one.ownerId}` }
        : {};
      return signal({ ...one, ...named, key: `${isDrill ? "drill" : "real"} ${i}` });
    }),
  );

/** What the server does with what was placed: joins and merges, nothing else. */
function apply(incidents: readonly Placeable[], live: readonly LiveSignal[]): Placeable[] {
  const after = new Map(incidents.map((one) => [one.id, one]));
  for (const { into, merges, signals: placed } of placeSignals(incidents, live, now)) {
    const id = into ?? `new-${after.size}`;
    const parts = [after.get(id) ?? incident(id, { resources: [] }), ...merges.map((one) => after.get(one))];
    const all = parts.flatMap((part) => part ?? []);
    const names = [
      ...all.flatMap((part) => part.resources),
      ...placed.flatMap(({ resource }) => resource ?? []),
    ];
    const kept = [...all.flatMap((part) => part.signals), ...placed];
    after.set(id, {
      ...incident(id),
      openedAt: all[0]?.openedAt ?? now,
      state: "open",
      resources: [...new Set(names)],
      nodes: placed.flatMap(({ node }) => node ?? []),
      signals: [...new Map(kept.map((one) => [one.key, one])).values()],
    });
    for (const one of merges) after.set(one, { ...incident(one), state: "resolved", mergedInto: id });
  }
  return [...after.values()];
}

const open = (all: readonly Placeable[]) => all.filter(({ state }) => state !== "resolved");

describe("whatever is seen", () => {
  test("each signal has one place, no two open incidents share a resource, and no two worlds an incident", () => {
    fc.assert(
      fc.property(signals, signals, (first, later) => {
        const after = open(apply(apply([], first), later));
        for (const one of later) {
          expect(after.filter(({ signals: own }) => own.some(({ key }) => key === one.key)).length).toBe(1);
        }
        const all = after.flatMap((one) => one.resources);
        expect(new Set(all).size).toBe(all.length);
        for (const { resources: own } of after) {
          expect(new Set(own.map((name) => name.startsWith("drill:"))).size).toBeLessThan(2);
        }
      }),
    );
  });

  test("the order in which it is looked at does not matter, and looking again changes nothing", () => {
    const sorted = (all: readonly LiveSignal[]) =>
      placeSignals([], all, now)
        .map(({ signals: own }) => own.map(({ key }) => key).sort())
        .sort();
    fc.assert(
      fc.property(signals, (all) => {
        expect(sorted(all.toReversed())).toEqual(sorted(all));
        const once = apply([], all);
        expect(apply(once, all)).toEqual(once);
      }),
    );
  });
});
