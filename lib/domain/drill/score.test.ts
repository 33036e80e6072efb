import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drillVariations } from "./drill.ts";
import { scoreOf } from "./score.ts";
import type { ScoredOperation, ScoreFacts } from "./score-facts.ts";
import {
  acknowledged,
  drain,
  facts,
  flock,
  gate,
  incident,
  lease,
  operation,
  orphaned,
  refused,
  t0,
  unit,
} from "./testing/scored.ts";

const met = (input: ScoreFacts) => scoreOf(input).goals.map((goal) => goal.met);

describe("times", () => {
  test("count from the beginning of the incident", () => {
    const score = scoreOf(facts());
    expect(score).toMatchObject({ acknowledgedMs: 5_000, proofMs: 20_000, repairedMs: 60_000 });
    expect(score.sentence).toBe(
      "Acknowledged after 5 s, proven after 20 s, repaired after 60 s; no wrong move; 5 of 5 goals met.",
    );
  });

  test("there is no score of an incident that has not begun", () => {
    const score = scoreOf(facts({ incident: null, operations: [] }));
    expect(score).toMatchObject({ acknowledgedMs: null, proofMs: null, repairedMs: null });
    expect(score.goals.every((goal) => goal.met === null)).toBe(true);
  });

  test("a plan whose owner is in doubt is no proof, whatever else it has", () => {
    const doubt = {
      ...orphaned,
      facts: [{ key: "verdict", label: "Verdict", value: "suspect" }],
      gates: [gate("stale", "shut")],
    };
    expect(scoreOf(facts({ operations: [{ ...flock, plan: doubt, memory: {} }] })).proofMs).toBeNull();
    const circumstantial = orphaned.evidence.map((one) => ({ ...one, weight: "circumstantial" as const }));
    const guessed = { ...flock, plan: { ...orphaned, evidence: circumstantial } };
    expect(scoreOf(facts({ operations: [guessed] })).proofMs).toBeNull();
  });

  test("a plan that was made anew is as old as the look that found the change", () => {
    const again = refused({ at: t0 + 23_000, detail: "changed-facts: Not as it was reviewed: Holders." });
    expect(scoreOf(facts({ audits: [again] }))).toMatchObject({ proofMs: 23_000, wrongMoves: [] });
  });

  test("proof that came while the clear waited counts when it let it go on", () => {
    const begun = {
      id: "end",
      title: "End",
      state: "done" as const,
      startedAt: t0 + 33_000,
      endedAt: null,
      note: null,
    };
    const late = { ...flock, plan: { ...orphaned, gates: [gate("stale", "shut")] }, steps: [begun] };
    expect(scoreOf(facts({ operations: [late] })).proofMs).toBe(33_000);
    const around = { ...late, gates: [gate("stale", "bypassed")] };
    expect(scoreOf(facts({ operations: [around] })).proofMs).toBeNull();
  });
});

test("calm is no repair while everybody is held for it, and what is held for it is no open goal missed", () => {
  const on = { ...incident, resolvedAt: null };
  const held = { ...drain, endedAt: null, state: "running" as const };
  expect(scoreOf(facts({ incident: on, operations: [flock, lease, held] })).repairedMs).toBeNull();
  const run = { ...drain, endedAt: t0 + 65_000 };
  const score = scoreOf(facts({ incident: on, operations: [flock, lease, run] }));
  expect(score.repairedMs).toBe(65_000);
  expect(score.goals.map(({ met }) => met)).not.toContain(false);
  const open = score.goals.filter(({ met }) => met === null);
  expect(open.length).toBeGreaterThan(0);
  for (const { text } of open) expect(text).toContain("Still open: resolve the incident.");
});

describe("wrong moves", () => {
  test("a clear that was confirmed though its owner may be alive", () => {
    const plan = { ...orphaned, gates: [gate("stale", "shut")] };
    const clear = { ...flock, plan, state: "waiting" as const, memory: {}, holdPoint: null };
    const moves = (change: Partial<ScoredOperation>, variation: ScoreFacts["variation"]) =>
      scoreOf(facts({ variation, operations: [{ ...clear, ...change }] })).wrongMoves;
    expect(moves({}, "holder-alive")).toMatchObject([
      { who: "Ann", text: expect.stringContaining("may be alive") },
    ]);
    expect(moves({ confirmedAt: null }, "holder-alive")).toEqual([]);
    expect(moves({}, "main")).toEqual([]);
  });

  test("are told with who and what, and each once", () => {
    const twice = [refused({}), refused({ at: t0 + 16_000 })];
    expect(scoreOf(facts({ audits: twice })).wrongMoves).toEqual([
      { at: t0 + 15_000, who: "Ann", text: `Confirm “${orphaned.title}”: Its owner is live.` },
    ]);
  });

  test.each([
    ["changed-facts: Not as it was reviewed: Holders.", "operation.confirm"],
    ["conflict: Another operation on this lock is under way.", "operation.confirm"],
    ["not-now: It is acknowledged already.", "operation.acknowledge"],
    ["Its owner showed itself after the resource was closed.", "operation.clear"],
  ])("what only the world's going on refused is none: %s", (detail, action) => {
    expect(scoreOf(facts({ audits: [refused({ detail, action })] })).wrongMoves).toEqual([]);
  });

  test.each([
    ["self-acknowledgement: You asked for it yourself.", "operation.acknowledge"],
    ["recovering: The server was restarted.", "operation.confirm"],
    ["not-now: Not every node of this step is healthy.", "operation.promote"],
    ["invalid: The name that was typed is not the name of the target.", "operation.confirm"],
  ])("a refusal that protects somebody from their own move is one: %s", (detail, action) => {
    expect(scoreOf(facts({ audits: [refused({ detail, action })] })).wrongMoves).toHaveLength(1);
  });

  test("one for want of a role is known by the operation that its request names", () => {
    const row = refused({
      operationId: null,
      target: "POST /api/v1/operations/op_flock/acknowledge",
      action: "operation.acknowledge",
      detail: "This needs the role approver; yours is viewer.",
    });
    expect(scoreOf(facts({ audits: [row] })).wrongMoves).toHaveLength(1);
    expect(
      scoreOf(facts({ audits: [{ ...row, target: "POST /api/v1/operations/op_real/x" }] })).wrongMoves,
    ).toEqual([]);
  });

  test("a refusal about an operation that is none of the drill's is none of its score", () => {
    expect(scoreOf(facts({ audits: [refused({ operationId: "op_real" })] })).wrongMoves).toEqual([]);
  });

  test("to plan against a living owner, and to override a gate, are two", () => {
    const live = { ...orphaned, facts: [{ key: "verdict", label: "Verdict", value: "live" }] };
    const aimed = operation({ id: "op_live", state: "planned", plan: live, memory: {}, confirmedAt: null });
    const bypass = operation({
      id: "op_by",
      spec: { kind: "bypass", operationId: "op_flock", gates: ["stale"], validMs: 1_000 },
      memory: {},
    });
    const { wrongMoves } = scoreOf(facts({ operations: [aimed, bypass] }));
    expect(wrongMoves.map(({ who, text }) => `${who}: ${text}`)).toEqual([
      `Ann: “${orphaned.title}”: its owner is live, and nothing is taken from the living.`,
      "Ann: Asked to override stale, where the drill had a way with proof.",
    ]);
  });
});

describe("goals", () => {
  test("of the story are met by a repair with proof", () => {
    expect(met(facts())).toEqual([true, true, true, true, true]);
  });

  test("are open while it goes on, and missed once it is over", () => {
    const on = { ...incident, mitigatedAt: null, resolvedAt: null };
    expect(met(facts({ operations: [], incident: on }))).toEqual([null, null, null, null, null]);
    expect(met(facts({ operations: [] }))).toEqual([true, false, false, false, false]);
  });

  test("zero units that paused are nobody who paused", () => {
    expect(met(facts({ operations: [flock, { ...drain, units: [] }, lease] }))[2]).toBe(false);
  });

  test("a clear past a gate misses at once that nothing was", () => {
    const around = { ...flock, gates: [gate("stale", "bypassed")] };
    const on = { ...incident, mitigatedAt: null, resolvedAt: null };
    expect(met(facts({ operations: [around], incident: on }))[0]).toBe(false);
  });

  test("where the owner lives, to wait is right and to clear is not", () => {
    expect(met(facts({ variation: "holder-alive", operations: [] }))).toEqual([true, true]);
    expect(met(facts({ variation: "holder-alive" }))).toEqual([false, false]);
  });

  test("a page that was sent again and answered then", () => {
    expect(met(facts({ variation: "on-call-silent" }))[0]).toBe(false);
    const again = { ...flock, holdPoint: { ...acknowledged, askedAt: t0 + 24_000 } };
    expect(met(facts({ variation: "on-call-silent", operations: [again] }))[0]).toBe(true);
  });

  test("after a restart only an acknowledgement of this run counts", () => {
    const restarted = facts({ variation: "console-dies", serverStartedAt: t0 + 24_000 });
    expect(met(restarted)[0]).toBe(true);
    expect(met({ ...restarted, serverStartedAt: t0 + 26_000 })[0]).toBe(false);
    expect(met({ ...restarted, serverStartedAt: t0 - 120_000 })[0]).toBeNull();
  });

  test("the stranger counts when it has paused too", () => {
    const strange = { ...unit, service: "drill:orchestrator-b" };
    const variation = "second-orchestrator";
    expect(met(facts({ variation }))[0]).toBe(false);
    expect(
      met(facts({ variation, operations: [flock, { ...drain, units: [unit, strange] }, lease] }))[0],
    ).toBe(true);
    const silent = {
      ...drain,
      units: [strange],
      memory: { ...drain.memory, unanswered: "one did not answer." },
    };
    expect(met(facts({ variation, operations: [flock, silent, lease] }))[0]).toBe(false);
  });

  test("a canary that measured badly has to go back, and may not go on", () => {
    const health = [{ metric: "trajectory_deviation", state: "fail" as const, text: "3 is above 1" }];
    const node = {
      node: "drill:drone-1",
      step: 0,
      state: "rolled-back" as const,
      reason: null,
      health,
      since: t0,
    };
    const canary = operation({
      id: "op_can",
      spec: {
        kind: "canary",
        config: "drill:aim_lock_config.conf",
        version: 2,
        targets: { by: "nodes", nodes: [] },
        percents: [],
        bakeMs: 1,
        rules: [],
        promoteByHand: true,
      },
      state: "failed",
      nodes: [node],
      memory: { step: 0 },
    });
    const variation = "canary-telemetry";
    expect(met(facts({ variation, operations: [canary] })).slice(0, 2)).toEqual([true, true]);
    const on = { ...canary, state: "done" as const, memory: { step: 1 } };
    expect(met(facts({ variation, operations: [on] })).slice(0, 2)).toEqual([false, false]);
  });
});

const anyOperation = fc
  .record({
    id: fc.constantFrom("op_flock", "op_lease", "op_drain"),
    state: fc.constantFrom("planned", "waiting", "done", "failed"),
    at: fc.integer({ min: 0, max: 100_000 }),
    cleared: fc.boolean(),
    stale: fc.constantFrom("open", "shut", "bypassed"),
  })
  .map(({ id, state, at, cleared, stale }): ScoredOperation => {
    const base = [flock, lease, drain].find((one) => one.id === id) ?? flock;
    return {
      ...base,
      state: state as ScoredOperation["state"],
      createdAt: t0 + at,
      gates: [gate("stale", stale as "open" | "shut" | "bypassed")],
      memory: cleared ? { irrevocable: 1 } : {},
    };
  });
const anyFacts = fc
  .record({
    variation: fc.constantFrom(...drillVariations),
    operations: fc.array(anyOperation, { maxLength: 6 }),
    details: fc.array(fc.string(), { maxLength: 5 }),
    resolved: fc.boolean(),
  })
  .map(({ variation, operations, details, resolved }) =>
    facts({
      variation,
      operations,
      incident: { ...incident, resolvedAt: resolved ? incident.resolvedAt : null },
      audits: details.map((detail) => refused({ detail })),
    }),
  );

test("whatever was recorded: no time is negative, the end decides every goal, and nothing but facts changes the score", () => {
  fc.assert(
    fc.property(anyFacts, (input) => {
      const score = scoreOf(input);
      for (const ms of [score.acknowledgedMs, score.proofMs, score.repairedMs]) {
        if (ms !== null) expect(ms).toBeGreaterThanOrEqual(0);
      }
      const judged = input.variation === "console-dies" ? score.goals.slice(1) : score.goals;
      if (input.incident?.resolvedAt != null) expect(judged.every((goal) => goal.met !== null)).toBe(true);
      expect(scoreOf(structuredClone(input))).toEqual(score);
      expect(score.sentence).toMatch(/^[A-Z].*\.$/);
    }),
  );
});

test("more facts never take back a wrong move", () => {
  fc.assert(
    fc.property(anyFacts, fc.string(), (input, detail) => {
      const more = { ...input, audits: [...input.audits, refused({ detail, at: t0 + 90_000 })] };
      const before = scoreOf(input).wrongMoves.map(({ text }) => text);
      const after = scoreOf(more).wrongMoves.map(({ text }) => text);
      expect(after).toEqual(expect.arrayContaining(before));
    }),
  );
});
