import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "#lib/domain/roles.ts";
import { allIncidentAnswers, type Handled, incidentCan, incidentVerbs } from "./can.ts";
import { incidentStates } from "./incident.ts";

const ada: Actor = { kind: "user", id: "usr_ada", name: "Ada", role: "operator" };
const viewer: Actor = { ...ada, role: "viewer" };
const agent: Actor = { kind: "agent", id: "agent-7", name: "node-7", node: "node-7" };
const played: Actor = {
  kind: "user",
  id: "drill:on-call",
  name: "drill:on-call",
  role: "approver",
  drill: "d",
};

const open: Handled = {
  state: "open",
  mergedInto: null,
  acknowledged: null,
  signals: [],
  resources: ["x.conf"],
  nodes: ["node-7"],
};
const wrong = { rule: "stale-lock", text: "It is stale.", clearedAt: null } as const;
const allowedTo = (incident: Handled, actor: Actor | null = ada) =>
  incidentVerbs.filter((verb) => incidentCan(incident, verb, actor).allowed);

test("who may not write may do nothing, and is told why; nor may an agent, nor nobody", () => {
  for (const actor of [viewer, agent, null]) expect(allowedTo(open, actor)).toEqual([]);
  expect(incidentCan(open, "note", viewer)).toEqual({
    allowed: false,
    reason: "This needs the role operator; yours is viewer.",
    because: "role",
  });
});

test("who is played in a drill acts on what is the drill's alone; people act on both", () => {
  const drill = { ...open, resources: ["drill:x.conf"], nodes: ["drill:node-7"] };
  expect(allowedTo(open, played)).toEqual([]);
  expect(allowedTo(drill, played)).toEqual(allowedTo(drill));
});

describe("what may be done", () => {
  test("while it is open: all but to reopen it, and to resolve it while a rule sees something wrong", () => {
    expect(allowedTo(open)).toEqual(incidentVerbs.filter((verb) => verb !== "reopen"));
    expect(incidentCan({ ...open, signals: [wrong] }, "resolve", ada)).toMatchObject({
      allowed: false,
      reason: "This is still so: It is stale.",
      because: "state",
    });
    const said = { ...wrong, rule: "by-hand" } as const;
    expect(allowedTo({ ...open, signals: [said] })).toContain("resolve");
    expect(allowedTo({ ...open, signals: [{ ...wrong, clearedAt: 5 }] })).toContain("resolve");
    const unguarded = { ...wrong, rule: "guardian-silent" } as const;
    expect(allowedTo({ ...open, signals: [unguarded] })).toContain("resolve");
  });

  test("after it is resolved: to write down what was learnt, and to reopen it", () => {
    expect(allowedTo({ ...open, state: "resolved" })).toEqual(["note", "follow-up", "reopen"]);
  });

  test("once it is acknowledged: not that again", () => {
    expect(allowedTo({ ...open, acknowledged: {} })).not.toContain("acknowledge");
  });

  test("with one that is part of another: nothing", () => {
    expect(allowedTo({ ...open, state: "resolved", mergedInto: "inc_b" })).toEqual([]);
  });
});

test("every verb has an answer for every state, and a refusal has a reason", () => {
  const handled = fc.record({
    state: fc.constantFrom(...incidentStates),
    mergedInto: fc.constantFrom(null, "inc_b"),
    acknowledged: fc.constantFrom(null, {}),
    signals: fc.array(fc.constantFrom(wrong, { ...wrong, clearedAt: 1 })),
    resources: fc.constant(["x.conf"]),
    nodes: fc.constant([]),
  });
  fc.assert(
    fc.property(handled, fc.constantFrom(ada, viewer, agent, played, null), (incident, actor) => {
      const answers = allIncidentAnswers(incident, actor);
      expect(Object.keys(answers)).toEqual([...incidentVerbs]);
      for (const { allowed, reason } of Object.values(answers)) expect(reason === null).toBe(allowed);
    }),
  );
});
