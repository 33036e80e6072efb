import type { IncidentFacts } from "#lib/domain/incidents/timeline/facts.ts";
import { ada, ben, guardian, lockId, resource, sec, watchdog } from "./story-cast.ts";
import { storyEvents } from "./story-events.ts";
import { clear, drain } from "./story-operations.ts";

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
    events: storyEvents(),
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
