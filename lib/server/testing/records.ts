import type { KernelLock, KernelProcess } from "#lib/contract/agent.ts";
import type { Judgement } from "#lib/domain/evidence.ts";
import type { Verdict } from "#lib/domain/states.ts";
import type { KernelLockRecord, LeaseRecord, NodeRecord, SessionRecord } from "#lib/store/records.ts";

/** Documents for tests, complete and plain; each test changes what it is about. */
export const bootId = "11111111-2222-3333-4444-555555555555";

export function judgement(verdict: Verdict): Judgement {
  return { verdict, sentence: `The verdict is ${verdict}.`, evidence: [], probe: null };
}

export function kernelProcess(node: string, pid: number): KernelProcess {
  return {
    node,
    bootId,
    pidNs: "4026531836",
    pid,
    startTime: pid * 10,
    instanceId: "",
    ppid: 1,
    command: `worker-${pid} --run`,
    user: "ops",
    unit: null,
    startedAt: null,
  };
}

export function kernelLock(node: string, key: string, pids: readonly number[]): KernelLock {
  return {
    key,
    type: "flock",
    mode: "exclusive",
    resource: "aim_lock_config.conf",
    path: "/etc/aim_lock_config.conf",
    pathUnknownReason: null,
    holders: pids.map((pid) => ({
      process: kernelProcess(node, pid),
      mode: "exclusive",
      fd: 3,
      relation: "is-taker",
      reparented: false,
      recordedPid: pid,
      parent: "unknown",
      detached: null,
      sameProgram: null,
    })),
    takers: pids.map((pid) => ({
      recordedPid: pid,
      status: "holds",
      process: kernelProcess(node, pid),
      seenStartTime: pid * 10,
    })),
    waiters: [],
    unreadable: 0,
    searched: "threads",
    misses: 0,
    scope: "host",
    observedAgoMs: 0,
    firstSeenAgoMs: 0,
  };
}

export function kernelRecordOf(node: string, lock: KernelLock, verdict: Verdict): KernelLockRecord {
  const state = lock.waiters.length > 0 ? "hot" : "held";
  return { node, lock, observedAt: 1_000, firstSeenAt: 500, state, judgement: judgement(verdict) };
}

export function sessionRecord(id: string, node: string, service: string, verdict: Verdict): SessionRecord {
  return {
    id,
    node,
    service,
    instanceId: `instance-${id}`,
    ttlMs: 10_000,
    command: null,
    user: null,
    unit: null,
    processes: [],
    state: "open",
    openedAt: 100,
    endedAt: null,
    beats: 0,
    lastBeatAt: null,
    rhythmMs: null,
    observations: [],
    observedAt: null,
    judgement: judgement(verdict),
    openedBy: "admin-token",
  };
}

export function leaseRecord(resource: string, holder: string | null, epoch: number): LeaseRecord {
  return {
    resource,
    epoch,
    holder:
      holder === null
        ? null
        : {
            sessionId: holder,
            epoch,
            grantedAt: 700,
            ttlMs: 10_000,
            onLost: "release",
            lockDelayMs: 5_000,
            lostAt: null,
          },
    delayUntil: null,
    lastReleasedAt: null,
    lastHolderSessionId: null,
    status: {
      state: holder === null ? "free" : "held",
      judgement: holder === null ? null : judgement("live"),
      waiters: 0,
      refusals: [],
      lastBeatAt: null,
      releasesAt: null,
    },
  };
}

export function nodeRecord(name: string): NodeRecord {
  return {
    name,
    hello: {
      instanceId: `instance-${name}`,
      kind: "host",
      group: "default",
      labels: {},
      agentVersion: "0.1.0",
      bootId,
      kernel: "Linux 6.18",
      process: {
        node: name,
        bootId,
        pidNs: "4026531836",
        pid: 10,
        startTime: 100,
        instanceId: `instance-${name}`,
      },
      limitations: [],
    },
    state: "up",
    sessionId: `ses_agent_${name}`,
    limitations: [],
    firstSeenAt: 50,
    lastReportAt: null,
    lastBeatAt: null,
  };
}
