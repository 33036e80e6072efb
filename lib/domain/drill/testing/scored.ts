import type { ScoredAudit, ScoredOperation, ScoreFacts } from "#lib/domain/drill/score-facts.ts";

export const t0 = 1_790_000_000_000;
const person = (name: string) => ({ kind: "user" as const, id: name, name });
const ann = person("Ann");
export const orphaned = {
  title: "Clear the kernel lock of drill:aim_lock_config.conf",
  facts: [{ key: "verdict", label: "Verdict", value: "orphan" }],
  evidence: [
    {
      kind: "taker-gone",
      weight: "decisive",
      points: "gone",
      source: "kernel",
      observedAt: t0,
      text: "Gone.",
    },
    {
      kind: "fdinfo-holder",
      weight: "decisive",
      points: "neither",
      source: "agent",
      observedAt: t0,
      text: "cat",
    },
  ],
  gates: [gate("stale", "open")],
} satisfies ScoredOperation["plan"];

export function gate(id: "stale" | "fresh", state: "open" | "shut" | "bypassed") {
  return { id, title: id, state, because: "", awaiting: [], closesAt: null };
}

export function operation(change: Partial<ScoredOperation> & Pick<ScoredOperation, "id">): ScoredOperation {
  return {
    spec: { kind: "clear", source: "kernel", key: "k", successor: null, killAfterMs: null },
    state: "done",
    createdBy: ann,
    createdAt: t0 + 20_000,
    confirmedBy: ann,
    confirmedAt: t0 + 21_000,
    endedAt: t0 + 40_000,
    holdPoint: null,
    plan: orphaned,
    gates: [gate("stale", "open")],
    steps: [],
    units: [],
    nodes: [],
    memory: { irrevocable: 1 },
    ...change,
  };
}

export const acknowledged = {
  askedAt: t0 + 21_000,
  askedBy: ann,
  pageId: "pag_1",
  by: person("Ben"),
  at: t0 + 25_000,
  note: null,
  untilAt: t0 + 115_000,
};
export const flock = operation({ id: "op_flock", holdPoint: acknowledged });
export const lease = operation({
  id: "op_lease",
  createdAt: t0 + 41_000,
  holdPoint: acknowledged,
  spec: {
    kind: "clear",
    source: "native",
    key: "drill:aim_lock_config.conf",
    successor: { node: "drill:node-7", service: "drill:watchdog" },
    killAfterMs: null,
  },
});
export const unit = {
  unitId: "u",
  node: "drill:drone-1",
  service: "flight",
  name: "flight",
  state: "paused" as const,
  tasks: 0,
  ackedAt: t0 + 30_000,
  holdUntilAt: null,
  note: null,
};
export const drain = operation({
  id: "op_drain",
  spec: {
    kind: "drain",
    scope: { type: "group", group: "drill:patrol-a" },
    holdMs: 1,
    deadlineMs: 1,
    onDeadline: "give-up",
    forOperation: "op_flock",
  },
  units: [unit],
  memory: { holdUntilAt: t0 + 120_000, unanswered: null },
});
export const incident = {
  openedAt: t0,
  acknowledged: { at: t0 + 5_000 },
  mitigatedAt: t0 + 60_000,
  resolvedAt: t0 + 70_000,
};

export function facts(change: Partial<ScoreFacts> = {}): ScoreFacts {
  return {
    variation: "main",
    startedAt: t0 - 60_000,
    serverStartedAt: t0 - 120_000,
    incident,
    operations: [flock, drain, lease],
    audits: [],
    ...change,
  };
}

export function refused(change: Partial<ScoredAudit>): ScoredAudit {
  return {
    at: t0 + 15_000,
    actor: "Ann (user usr_1)",
    action: "operation.confirm",
    target: "kernel/k",
    outcome: "refused",
    detail: "gate-shut: Its owner is live.",
    operationId: "op_flock",
    ...change,
  };
}
