import { randomUUID } from "node:crypto";
import type { AgentReport, KernelLock, KernelProcess } from "#lib/contract/agent.ts";
import { limits } from "#lib/domain/limits.ts";

/** An agent that sees what it is told to see; the server cannot tell it from a real one. */
export interface FakeNode {
  /** Reports a change: locks as they are now, and keys that are gone. */
  report(locks: readonly KernelLock[], goneKeys?: readonly string[]): Promise<void>;
  /** Tells what it saw of processes, and what its kernel said. */
  tell(seen: Pick<Partial<AgentReport>, "processes" | "events">): Promise<void>;
  /** Stops beating and scanning. */
  stop(): void;
}

/** The boot of every fake node. */
export const fakeBootId = "00000000-0000-4000-8000-000000000001";

/** How a fake node speaks to the server: posts a body and gives the answer. */
type Post = <T>(path: string, body: object) => Promise<T>;

function processOf(node: string, pid: number, command: string): KernelProcess {
  const startedAt = Date.now() - 60_000;
  const identity = {
    node,
    bootId: fakeBootId,
    pidNs: "4026531836",
    pid,
    startTime: pid * 10,
    instanceId: "",
  };
  return { ...identity, ppid: 1, command, user: "root", unit: null, startedAt };
}

interface LockLooks {
  command?: string;
  path?: string;
  /** Processes that wait for it. */
  waiting?: number;
}

/** A flock that its taker holds, in good order. */
export function heldLock(node: string, number: number, resource: string, looks: LockLooks = {}): KernelLock {
  const { command = `writer-${number % 7}`, path = `/srv/locks/${resource}`, waiting = 0 } = looks;
  const process = processOf(node, 10_000 + (number % 20_000), command);
  return {
    key: `flock/08:01:${100_000 + number}/0-EOF`,
    type: "flock",
    mode: "exclusive",
    resource,
    path: path.slice(0, limits.pathMaxChars),
    pathUnknownReason: null,
    holders: [
      {
        process,
        mode: "exclusive",
        fd: 3,
        relation: "is-taker",
        reparented: false,
        recordedPid: process.pid,
        parent: "init",
        detached: null,
        sameProgram: true,
      },
    ],
    takers: [{ recordedPid: process.pid, status: "holds", process, seenStartTime: process.startTime }],
    waiters: Array.from({ length: waiting }, (_, i) => ({ pid: 40_000 + i, process: null })),
    unreadable: 0,
    searched: "threads",
    misses: 0,
    scope: "host",
    observedAgoMs: 0,
    firstSeenAgoMs: 60_000 + number,
  };
}

/** Starts a node with these locks; it beats and scans until it is stopped. */
export async function startFakeNode(
  post: Post,
  node: string,
  locks: readonly KernelLock[],
  beatEveryMs: number,
): Promise<FakeNode> {
  const path = `/api/v1/agents/${encodeURIComponent(node)}`;
  const { sessionId } = await post<{ sessionId: string }>(`${path}/hello`, {
    instanceId: randomUUID(),
    agentVersion: "test",
    bootId: fakeBootId,
    kernel: "6.18",
    process: processOf(node, 999, "agent"),
  });
  let seq = 0;
  let counter = 0;
  const send = (body: object) => {
    seq += 1;
    const base = { sessionId, seq, full: false, locks: [], scanned: true };
    return post(`${path}/report`, { ...base, ...body });
  };
  const parts = Math.max(1, Math.ceil(locks.length / limits.agentReportLocksMax));
  for (let part = 1; part <= parts; part += 1) {
    const some = locks.slice((part - 1) * limits.agentReportLocksMax, part * limits.agentReportLocksMax);
    await send({ full: true, part, parts, locks: some, scanned: part === parts });
  }
  // One thing after another, so that the numbers of the reports are in order.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<unknown>): Promise<unknown> => {
    last = last.then(work);
    return last;
  };
  const beat = () => {
    counter += 1;
    return post(`/api/v1/sessions/${sessionId}/beat`, { counter });
  };
  const timer = setInterval(() => {
    inTurn(async () => {
      await beat();
      await send({});
    }).catch(() => clearInterval(timer));
  }, beatEveryMs);
  return {
    report: async (changed, goneKeys = []) => {
      await inTurn(() => send({ locks: changed, goneKeys }));
    },
    tell: async (seen) => {
      await inTurn(() => send(seen));
    },
    stop: () => clearInterval(timer),
  };
}
