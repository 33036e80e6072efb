import type { Evidence } from "#lib/domain/evidence.ts";
import type {
  IncidentFacts,
  RecordedEvent,
  RecordedOperation,
  RecordedOwner,
} from "#lib/domain/incidents/timeline/facts.ts";
import type { Person } from "#lib/domain/operations/operation.ts";

/** 03:12:00 UTC of a day; everything of the story is counted from here, in seconds. */
export const night = Date.UTC(2026, 10, 23, 3, 12, 0);
export const sec = (seconds: number): number => night + seconds * 1_000;

export const ada: Person = { kind: "user", id: "usr_ada", name: "Ada" };
export const ben: Person = { kind: "user", id: "usr_ben", name: "Ben" };
export const resource = "aim_lock_config.conf";
export const lockId = `native/${resource}`;
export const kernelLockId = "kernel/node-7/flock/8:1:7/0-EOF";

let eventId = 800;
export function event(
  at: number,
  kind: string,
  text: string,
  more: Partial<RecordedEvent> = {},
): RecordedEvent {
  eventId += 1;
  return {
    id: eventId,
    at,
    kind,
    severity: "info",
    node: null,
    lockId: null,
    resource: null,
    ownerId: null,
    text,
    ...more,
  };
}

const onLock = { lockId, resource, node: "node-7", ownerId: "ses_guardian" };

export function evidence(kind: Evidence["kind"], at: number, text: string): Evidence {
  return { kind, weight: "decisive", points: "gone", source: "agent on node-7", observedAt: at, text };
}

export const guardian: RecordedOwner = {
  id: "ses_guardian",
  node: "node-7",
  service: "guardian",
  role: "guardian",
  pids: [1968],
  process: "node-7~boot~1968~777",
  state: "lost",
  openedAt: sec(-1_800),
  endedAt: sec(19),
  lastBeatAt: sec(7),
  judgement: {
    verdict: "orphan",
    sentence: "Every process of guardian on node-7 is gone (PID 1968).",
    evidence: [evidence("process-gone", sec(9), "PID 1968, its own process, is gone.")],
    probe: null,
  },
};

export const watchdog: RecordedOwner = {
  ...guardian,
  id: "ses_watchdog",
  service: "watchdog",
  role: "watchdog",
  pids: [2100],
  process: "node-7~boot~2100~888",
  state: "open",
  endedAt: null,
  lastBeatAt: sec(900),
  judgement: {
    verdict: "live",
    sentence: "watchdog on node-7 shows itself in time.",
    evidence: [],
    probe: null,
  },
};

export const clear: RecordedOperation = {
  id: "op_clear",
  spec: {
    kind: "clear",
    source: "native",
    key: resource,
    successor: { node: "node-7", service: "watchdog" },
    killAfterMs: null,
  },
  state: "done",
  createdBy: ada,
  createdAt: sec(300),
  reason: "The guardian is proven gone.",
  plan: { title: `Clear the native lock of ${resource}` },
  confirmedBy: ada,
  confirmedAt: sec(320),
  holdPoint: {
    askedAt: sec(321),
    askedBy: ada,
    pageId: "pag_1",
    by: ben,
    at: sec(360),
    note: "Hold point.",
    untilAt: sec(450),
  },
  gates: [
    {
      id: "stale",
      title: "The holder is proven gone",
      state: "open",
      because: "Its process is gone.",
      awaiting: [],
      closesAt: null,
    },
    {
      id: "quiesced",
      title: "Nobody can grab it",
      state: "bypassed",
      because: "arm-9 did not answer.",
      awaiting: ["arm-9"],
      closesAt: null,
    },
  ],
  steps: [
    {
      id: "close",
      title: "Close the resource to everybody",
      state: "done",
      startedAt: sec(400),
      endedAt: sec(401),
      note: null,
    },
    {
      id: "clear",
      title: "Compare, and delete the holder",
      state: "done",
      startedAt: sec(401),
      endedAt: sec(402),
      note: null,
    },
    {
      id: "quarantine",
      title: "Keep it closed",
      state: "done",
      startedAt: sec(402),
      endedAt: sec(417),
      note: null,
    },
    {
      id: "admit",
      title: "Admit the successor alone",
      state: "done",
      startedAt: sec(417),
      endedAt: sec(418),
      note: null,
    },
    {
      id: "verify",
      title: "Verify its beats and token",
      state: "done",
      startedAt: sec(418),
      endedAt: sec(420),
      note: null,
    },
  ],
  units: [],
  lockId,
  sentence: "Cleared, and the successor is verified.",
  result: {
    outcome: "cleared",
    text: "Cleared, and the successor is verified.",
    verified: ["The successor beats.", "The old token, epoch 41, is refused."],
    notVerified: ["That arm-9 was paused."],
  },
  endedAt: sec(420),
};

export const drain: RecordedOperation = {
  ...clear,
  id: "op_drain",
  spec: {
    kind: "drain",
    scope: { type: "fleet" },
    holdMs: 90_000,
    deadlineMs: 60_000,
    onDeadline: "go-on",
    forOperation: "op_clear",
  },
  createdAt: sec(365),
  confirmedAt: sec(366),
  holdPoint: null,
  gates: [],
  plan: { title: "Pause the fleet" },
  reason: "",
  steps: [
    {
      id: "refuse",
      title: "Refuse new grants",
      state: "done",
      startedAt: sec(367),
      endedAt: sec(367),
      note: null,
    },
    {
      id: "drain",
      title: "Wait until all have paused",
      state: "done",
      startedAt: sec(367),
      endedAt: sec(390),
      note: null,
    },
    { id: "hold", title: "Hold", state: "done", startedAt: sec(390), endedAt: sec(430), note: null },
    { id: "resume", title: "Resume", state: "done", startedAt: sec(430), endedAt: sec(440), note: null },
  ],
  units: [
    { node: "drone-1", service: "patrol", name: "flight", ackedAt: sec(375) },
    { node: "drone-2", service: "patrol", name: "flight", ackedAt: sec(388) },
    { node: "arm-9", service: "loader", name: "arm", ackedAt: null },
  ],
  sentence: "The hold is over: all run again.",
  result: {
    outcome: "done",
    text: "The hold is over.",
    verified: ["2 of 3 units said that they run again."],
    notVerified: [],
  },
  endedAt: sec(440),
};

function events(): RecordedEvent[] {
  eventId = 800;
  const held = Array.from({ length: 6 }, (_, i) => [
    event(
      sec(-600 + i * 60),
      "lease.granted",
      `orchestrator on control-1 got ${resource} with epoch ${30 + i}.`,
      { lockId, resource, node: "control-1", ownerId: "ses_orc" },
    ),
    event(sec(-595 + i * 60), "lease.released", `orchestrator on control-1 gave ${resource} back.`, {
      lockId,
      resource,
      node: "control-1",
      ownerId: "ses_orc",
    }),
  ]).flat();
  const ofClear = { lockId, resource, ownerId: "op_clear" } as const;
  return [
    ...held,
    event(
      sec(9),
      "process.gone",
      "PID 1968 of guardian on node-7 is gone: its agent saw that at 03:12:09 UTC.",
      { node: "node-7", ownerId: "ses_guardian", severity: "warning" },
    ),
    // Told late: an agent sends what its kernel said with its age.
    event(sec(5), "kernel.lock-manager", "panic thread restarted the lock manager, cleanup incomplete", {
      node: "node-7",
      severity: "critical",
    }),
    event(
      sec(10),
      "verdict.orphan",
      "Held by nobody: every process of guardian on node-7 is gone (PID 1968).",
      { ...onLock, severity: "critical" },
    ),
    event(
      sec(19),
      "lease.kept",
      `guardian on node-7 was silent for longer than its TTL of 10 s: ${resource} is kept until a person decides, and its epoch is refused.`,
      { ...onLock, severity: "warning" },
    ),
    event(sec(31), "lock.hot", `${resource} refuses somebody: nobody waits, refused once.`, {
      ...onLock,
      severity: "warning",
    }),
    ...Array.from({ length: 12 }, (_, i) =>
      event(sec(40 + i), "unit.halted", "paused in mid-patrol", {
        node: `drone-${i}`,
        resource,
        severity: "warning",
      }),
    ),
    event(sec(35), "incident.opened", "An incident was opened.", {
      ownerId: "inc_1",
      resource,
      lockId,
      severity: "critical",
    }),
    event(sec(360), "operation.acknowledged", `Ben acknowledged: ${clear.plan.title}.`, {
      ...ofClear,
      severity: "warning",
    }),
    event(sec(402), "operation.cleared", `${clear.plan.title}: cleared.`, {
      ...ofClear,
      severity: "warning",
    }),
    event(sec(418), "lease.granted", `watchdog on node-7 got ${resource} with epoch 43.`, {
      ...onLock,
      ownerId: "ses_watchdog",
    }),
    event(
      sec(420),
      "operation.done",
      `${clear.plan.title}: Cleared, and the successor is verified.`,
      ofClear,
    ),
  ];
}

/** The incident that the product exists for, as it would be recorded. */
export function story(change: Partial<IncidentFacts> = {}): IncidentFacts {
  return {
    incident: {
      id: "inc_1",
      title: `${resource} is HOT`,
      severity: "critical",
      state: "resolved",
      resources: [resource],
      lockId,
      nodes: ["node-7"],
      signals: [
        {
          key: "stale-refusing/x",
          rule: "stale-refusing",
          severity: "critical",
          resource,
          lockId,
          ownerId: "ses_guardian",
          node: "node-7",
          text: "stale",
          since: sec(31),
          clearedAt: sec(402),
        },
      ],
      affectedPeak: 43,
      affectedNodes: ["drone-1", "drone-2", "arm-9"],
      refusals: 61,
      sentence: "Over.",
      openedAt: sec(35),
      openedBy: null,
      acknowledged: { by: ben, at: sec(95) },
      roles: [{ role: "commander", person: ada, since: sec(100) }],
      notes: [{ at: sec(200), by: ada, text: "The canary was refused." }],
      followUps: [{ id: 1, at: sec(500), by: ada, text: "Design for ghosts.", doneAt: null }],
      mitigatedAt: sec(450),
      resolvedAt: sec(600),
      resolution: { by: ada, at: sec(600), text: "The watchdog has it." },
      pageId: null,
    },
    merged: [],
    from: sec(-569),
    to: sec(900),
    nowAt: sec(1_000),
    events: events(),
    eventsCut: [],
    operations: [clear, drain],
    pages: [
      {
        id: "pag_1",
        operationId: "op_clear",
        lockId,
        title: "Stop the orchestrator for 90 s",
        askedBy: "Ada",
        createdAt: sec(321),
        acknowledgedAt: sec(360),
        acknowledgedBy: "Ben",
        deliveries: [],
      },
    ],
    owners: [guardian, watchdog],
    locks: [{ id: lockId, source: "native", resource, node: null, judgement: null, gone: null }],
    samples: [
      { at: sec(30), nodes: { up: 100 }, refusals: 0, refusedNodes: 0 },
      { at: sec(60), nodes: { up: 57, halted: 31, impaired: 12 }, refusals: 40, refusedNodes: 30 },
      { at: sec(390), nodes: { up: 10, paused: 90 }, refusals: 61, refusedNodes: 43 },
      { at: sec(440), nodes: { up: 100 }, refusals: 61, refusedNodes: 43 },
    ],
    audits: [
      {
        seq: 9,
        at: sec(250),
        actor: "Ada (user usr_ada)",
        action: "operation.plan",
        target: lockId,
        outcome: "refused",
        detail: "The evidence is older than one interval.",
      },
    ],
    blind: [],
    ...change,
  };
}
