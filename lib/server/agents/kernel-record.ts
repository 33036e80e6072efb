import type { KernelLock, KernelProcess } from "#lib/contract/agent.ts";
import { nameOn } from "#lib/domain/drill/world.ts";
import type { Judgement } from "#lib/domain/evidence.ts";
import { judgeKernelLock } from "#lib/domain/verdict-kernel.ts";
import type { KernelLockRecord } from "#lib/store/records.ts";

/**
 * A reported lock as a document: ages turned into the server's wall clock, judged, HOT when somebody waits for it.
 * `before` keeps the earliest sight of it.
 */
export function kernelRecord(
  node: string,
  lock: KernelLock,
  now: number,
  before: KernelLockRecord | null,
): KernelLockRecord {
  const observedAt = Math.max(0, now - lock.observedAgoMs);
  const firstSeenAt = Math.min(Math.max(0, now - lock.firstSeenAgoMs), before?.firstSeenAt ?? now);
  return {
    node,
    lock: { ...ofNode(node, lock), observedAgoMs: 0, firstSeenAgoMs: 0 },
    observedAt,
    firstSeenAt,
    state: lock.waiters.length > 0 ? "hot" : "held",
    judgement: judgeKernelLock(lock, { node, observedAt }),
  };
}

/** An agent speaks for its own node alone: a process that it names is on that node, whatever it says. */
function ofNode(node: string, lock: KernelLock): KernelLock {
  const own = <P extends KernelProcess | null>(process: P): P =>
    process === null ? process : { ...process, node };
  return {
    ...lock,
    resource: nameOn(node, lock.resource),
    holders: lock.holders.map((holder) => ({ ...holder, process: own(holder.process) })),
    takers: lock.takers.map((taker) => ({ ...taker, process: own(taker.process) })),
    waiters: lock.waiters.map((waiter) => ({ ...waiter, process: own(waiter.process) })),
  };
}

/** True when nothing but the time of the observation differs: then there is nothing to store. */
export function sameFacts(a: KernelLockRecord, b: KernelLockRecord): boolean {
  return (
    a.judgement.verdict === b.judgement.verdict &&
    a.judgement.sentence === b.judgement.sentence &&
    JSON.stringify(a.lock) === JSON.stringify(b.lock)
  );
}

/** The same lock when its agent has not been heard for too long: old facts prove nothing of now. */
export function blindRecord(
  record: KernelLockRecord,
  silentSince: number | null,
  now: number,
): KernelLockRecord {
  if (isBlind(record.judgement)) return record;
  const { node, judgement } = record;
  return {
    ...record,
    judgement: {
      verdict: "unknown",
      sentence: `Not known now: the agent on ${node} has sent no scan for too long. Before that: ${judgement.sentence}`,
      evidence: [
        {
          kind: "agent-silent",
          weight: "circumstantial",
          points: "neither",
          source: "server",
          observedAt: now,
          text:
            silentSince === null
              ? `No scan of ${node} has come since this server started.`
              : `The last scan of ${node} is too old to conclude anything from it.`,
        },
        ...judgement.evidence,
      ],
      probe: {
        question: "Is the lock still there, and who has it?",
        how: `Bring the agent on ${node} back, or look there: \`locksmith ls --local\`.`,
      },
    },
  };
}

export function isBlind(judgement: Judgement): boolean {
  return judgement.evidence.some((e) => e.kind === "agent-silent");
}

/** Judges the facts that are known anew, once scans come again. */
export function sightedRecord(record: KernelLockRecord, observedAt: number): KernelLockRecord {
  if (!isBlind(record.judgement)) return record;
  return {
    ...record,
    observedAt,
    judgement: judgeKernelLock(record.lock, { node: record.node, observedAt }),
  };
}
