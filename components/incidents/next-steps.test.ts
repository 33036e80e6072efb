import { expect, test } from "vitest";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { nextSteps } from "./next-steps.ts";

const person = { kind: "user", id: "u1", name: "Alex" } as const;
const yes = { allowed: true, reason: null };
const lock = { id: "native/aim", resource: "aim", verdict: "orphan" } as IncidentDetail["locks"][number];
const clear = {
  id: "op_1",
  kind: "clear",
  state: "waiting",
  lockId: "native/aim",
  awaitsAck: true,
} as IncidentDetail["operations"][number];

function incident(change: Partial<IncidentDetail>): IncidentDetail {
  return {
    id: "inc_1",
    title: "aim refuses",
    severity: "critical",
    state: "open",
    resources: ["aim"],
    lockId: "native/aim",
    nodes: [],
    affected: 1,
    affectedPeak: 1,
    refusals: 1,
    sentence: "",
    openedAt: 0,
    acknowledged: null,
    commander: null,
    mitigatedAt: null,
    resolvedAt: null,
    mergedInto: null,
    revision: 1,
    signals: [],
    roles: [],
    notes: [],
    followUps: [],
    locks: [lock],
    operations: [],
    merged: [],
    resolution: null,
    pageId: null,
    allowed: {
      acknowledge: yes,
      "take-role": yes,
      note: yes,
      "follow-up": yes,
      severity: yes,
      merge: yes,
      resolve: yes,
      reopen: yes,
    },
    ...change,
  };
}
const ids = (change: Partial<IncidentDetail>) => nextSteps(incident(change)).map(({ id }) => id);
const taken = { acknowledged: { by: person, at: 1 }, commander: person };

test("who is needed comes first, then the proof of what is stale", () => {
  expect(ids({})).toEqual(["acknowledge", "command", "native/aim"]);
  expect(ids(taken)).toEqual(["native/aim"]);
});

test("who refuses others while in doubt is looked at; who only holds is not", () => {
  const doubted = { ...lock, verdict: "suspect" as const };
  expect(ids({ ...taken, locks: [{ ...doubted, state: "hot" }] })).toEqual(["native/aim"]);
  expect(ids({ ...taken, locks: [{ ...doubted, state: "held" }] })).toEqual([]);
});

test("a clear under way takes the place of its lock, and leads to its hold point while that is awaited", () => {
  expect(ids({ ...taken, operations: [clear] })).toEqual(["op_1"]);
  expect(ids({ ...taken, operations: [{ ...clear, awaitsAck: false }] })).toEqual([]);
  expect(ids({ ...taken, operations: [{ ...clear, state: "aborted", awaitsAck: false }] })).toEqual([
    "native/aim",
  ]);
});

test("afterwards it is the words, the report and what was promised", () => {
  const well = { ...taken, locks: [{ ...lock, verdict: "live" as const }] };
  expect(ids({ ...well, state: "mitigated" })).toEqual(["resolve", "report"]);
  const open = { id: 1, at: 1, by: person, text: "alarm on boot", doneAt: null };
  expect(ids({ ...well, state: "resolved", followUps: [open] })).toEqual(["follow-ups", "report"]);
  expect(ids({ ...well, state: "resolved", followUps: [{ ...open, doneAt: 2 }] })).toEqual(["report"]);
});

test("what went into another incident asks for nothing", () => {
  expect(ids({ mergedInto: "inc_2" })).toEqual([]);
});

test("resolving is never asked for with the words that nothing is wrong while something is not back", () => {
  const text = (change: Partial<IncidentDetail>) =>
    nextSteps(incident({ ...taken, state: "mitigated", ...change })).find(({ id }) => id === "resolve")?.text;
  const live = { ...lock, verdict: "live", state: "held" } as const;
  expect(text({ locks: [live], affected: 0 })).toMatch(/^Nothing of it is seen any more/);
  expect(text({ locks: [live], affected: 4 })).toMatch(/^The owner is live again; 4 nodes are not back yet/);
  expect(text({ locks: [{ ...live, state: "hot" }], affected: 0 })).toMatch(
    /^aim is HOT under a living owner/,
  );
});
