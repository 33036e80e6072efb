import type { KernelProcess } from "#lib/contract/agent.ts";
import type { OwnerRef, OwnerRow } from "#lib/contract/rows.ts";
import { processOwnerId } from "#lib/domain/identity.ts";
import type { Verdict } from "#lib/domain/states.ts";
import type { KernelLockRecord, SessionRecord } from "#lib/store/records.ts";

export function sessionRow(session: SessionRecord, locks: number, revision: number): OwnerRow {
  return {
    id: session.id,
    kind: "session",
    node: session.node,
    service: session.service,
    command: session.command,
    pid: session.processes[0]?.pid ?? null,
    user: session.user,
    unit: session.unit,
    ...(session.role !== undefined && session.role !== "worker" && { role: session.role }),
    state: session.state,
    verdict: session.judgement.verdict,
    beats: session.beats,
    lastBeatAt: session.lastBeatAt,
    rhythmMs: session.rhythmMs,
    ttlMs: session.ttlMs,
    locks,
    openedAt: session.openedAt,
    revision,
  };
}

export function sessionRef(session: SessionRecord): OwnerRef {
  const { id, node, service, command, processes } = session;
  return { ownerId: id, node, service, command, pid: processes[0]?.pid ?? null };
}

/** What one kernel lock says of one process: that it holds, took or waits, and whether it is there. */
export interface ProcessFact {
  ownerId: string;
  lockId: string;
  process: KernelProcess;
  holds: boolean;
  alive: "yes" | "no" | "unknown";
  firstSeenAt: number;
}

/** The processes in one kernel lock, each once; the strongest relation to the lock counts. */
export function processFacts(record: KernelLockRecord, lockId: string): ProcessFact[] {
  const facts = new Map<string, ProcessFact>();
  // An agent that fell silent saw them once; whether they are still there is not known.
  const blind = record.judgement.evidence.some((e) => e.kind === "agent-silent");
  const add = (process: KernelProcess | null, holds: boolean, alive: ProcessFact["alive"]) => {
    if (process === null) return;
    const ownerId = processOwnerId(process);
    if (facts.has(ownerId)) return;
    const now = blind && alive === "yes" ? "unknown" : alive;
    facts.set(ownerId, { ownerId, lockId, process, holds, alive: now, firstSeenAt: record.firstSeenAt });
  };
  for (const holder of record.lock.holders) add(holder.process, true, "yes");
  for (const taker of record.lock.takers) {
    if (taker.status === "reused") continue;
    const holds = record.lock.holders.length === 0 && taker.status !== "none";
    add(taker.process, holds, aliveness(taker.status));
  }
  for (const waiter of record.lock.waiters) add(waiter.process, false, "yes");
  return [...facts.values()];
}

function aliveness(status: KernelLockRecord["lock"]["takers"][number]["status"]): ProcessFact["alive"] {
  if (status === "holds" || status === "alive-without-line") return "yes";
  return status === "gone" ? "no" : "unknown";
}

/** A process as an owner, from all that kernel locks say of it; null when none speaks of it any more. */
export function processRow(facts: readonly ProcessFact[], revision: number): OwnerRow | null {
  const first = facts[0];
  if (first === undefined) return null;
  const { process, ownerId } = first;
  const gone = facts.every((f) => f.alive === "no");
  const alive = facts.some((f) => f.alive === "yes");
  const verdict: Verdict = alive ? "live" : gone ? "orphan" : "unknown";
  return {
    id: ownerId,
    kind: "process",
    node: process.node,
    service: process.unit,
    command: process.command,
    pid: process.pid,
    user: process.user,
    unit: process.unit,
    state: gone ? "lost" : "open",
    verdict,
    beats: null,
    lastBeatAt: null,
    rhythmMs: null,
    ttlMs: null,
    locks: facts.filter((f) => f.holds).length,
    openedAt: Math.min(...facts.map((f) => f.firstSeenAt)),
    revision,
  };
}
