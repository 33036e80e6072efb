import type { SessionRecord } from "#lib/store/records.ts";

/** An open session as a test needs it. */
export function sampleSession(id: string, change: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id,
    node: "node-7",
    service: "orchestrator",
    instanceId: `instance-of-${id}`,
    ttlMs: 10_000,
    command: null,
    user: null,
    unit: null,
    processes: [],
    state: "open",
    openedAt: 1_700_000_000_000,
    endedAt: null,
    beats: 0,
    lastBeatAt: null,
    rhythmMs: null,
    observations: [],
    observedAt: null,
    judgement: { verdict: "live", sentence: "", evidence: [], probe: null },
    openedBy: "token:test",
    ...change,
  };
}
