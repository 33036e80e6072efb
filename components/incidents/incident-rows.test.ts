import { describe, expect, it } from "vitest";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import { byNeed, filterIncidents, type IncidentFilter } from "./incident-rows.ts";
import { worstSeverity } from "./incident-words.ts";

const person = { kind: "user", id: "u1", name: "Alex" } as const;
function row(change: Partial<IncidentRow>): IncidentRow {
  return {
    id: "inc_1",
    title: "aim_lock_config.conf refuses",
    severity: "warning",
    state: "open",
    resources: ["aim_lock_config.conf"],
    lockId: null,
    nodes: ["node-7"],
    affected: 0,
    affectedPeak: 0,
    refusals: 0,
    sentence: "",
    openedAt: 1_000,
    acknowledged: null,
    commander: null,
    mitigatedAt: null,
    resolvedAt: null,
    mergedInto: null,
    revision: 1,
    ...change,
  };
}
const all: IncidentFilter = { q: "", state: [], severity: [], waiting: false, world: "all" };

describe("the order of incidents", () => {
  it("is by who is needed: open before mitigated before resolved, the gravest, then the newest", () => {
    const rows = [
      row({ id: "resolved", state: "resolved", severity: "critical", openedAt: 9_000 }),
      row({ id: "old", openedAt: 1_000 }),
      row({ id: "stops", openedAt: 700, affected: 6 }),
      row({ id: "mitigated", state: "mitigated", severity: "critical" }),
      row({ id: "new", openedAt: 2_000 }),
      row({ id: "grave", severity: "critical", openedAt: 500 }),
      row({ id: "resolved-later", state: "resolved", severity: "info", openedAt: 9_500 }),
    ];
    expect(rows.toSorted(byNeed).map(({ id }) => id)).toEqual([
      "grave",
      "stops",
      "new",
      "old",
      "mitigated",
      "resolved-later",
      "resolved",
    ]);
  });
});

describe("filters", () => {
  const rows = [
    row({ id: "waits" }),
    row({ id: "taken", acknowledged: { by: person, at: 2_000 }, nodes: ["node-9"] }),
    row({ id: "over", state: "resolved", severity: "critical" }),
  ];
  const ids = (filter: Partial<IncidentFilter>) =>
    filterIncidents(rows, { ...all, ...filter }).map(({ id }) => id);

  it("find by any name that is in it", () => {
    expect(ids({ q: "NODE-9" })).toEqual(["taken"]);
    expect(ids({ q: "alex" })).toEqual(["taken"]);
    expect(ids({ q: "aim_lock" })).toEqual(["waits", "taken", "over"]);
  });

  it("tell what is real from what is of a drill", () => {
    const both = [
      row({ id: "real" }),
      row({ id: "drill", resources: ["drill:aim"], nodes: ["drill:node-7"] }),
    ];
    const of = (world: "real" | "drill") => filterIncidents(both, { ...all, world }).map(({ id }) => id);
    expect([of("real"), of("drill")]).toEqual([["real"], ["drill"]]);
  });

  it("tell what waits for somebody from what is over without an acknowledgement", () => {
    expect(ids({ waiting: true })).toEqual(["waits"]);
    expect(ids({ state: ["resolved"] })).toEqual(["over"]);
  });
});

it("the gravest of some is worn at the edge of the screen", () => {
  expect(worstSeverity([row({ severity: "info" }), row({ severity: "critical" }), row({})])).toBe("critical");
  expect(worstSeverity([])).toBeNull();
});
