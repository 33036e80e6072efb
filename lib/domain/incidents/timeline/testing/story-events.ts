import type { RecordedEvent } from "#lib/domain/incidents/timeline/facts.ts";
import { lockId, resource, sec } from "./story-cast.ts";
import { clear } from "./story-operations.ts";

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

/** What was written down meanwhile; ids are the same in each call. */
export function storyEvents(): RecordedEvent[] {
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
