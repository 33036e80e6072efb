import type { Evidence } from "#lib/domain/evidence.ts";
import type { RecordedOwner } from "#lib/domain/incidents/timeline/facts.ts";
import type { Person } from "#lib/domain/operations/operation.ts";

/** 03:12:00 UTC of a day; everything of the story is counted from here, in seconds. */
const night = Date.UTC(2026, 10, 23, 3, 12, 0);
export const sec = (seconds: number): number => night + seconds * 1_000;

export const ada: Person = { kind: "user", id: "usr_ada", name: "Ada" };
export const ben: Person = { kind: "user", id: "usr_ben", name: "Ben" };
export const resource = "aim_lock_config.conf";
export const lockId = `native/${resource}`;
export const kernelLockId = "kernel/node-7/flock/8:1:7/0-EOF";

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
