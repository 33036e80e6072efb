import type { KernelProcess } from "#lib/contract/agent.ts";
import type { LockRow, OwnerRef } from "#lib/contract/rows.ts";
import { processOwnerId } from "#lib/domain/identity.ts";
import type { KernelLockRecord, LeaseRecord } from "#lib/store/records.ts";

/** A native lock as tables show it. `holder` is who has it, looked up by the caller. */
export function leaseRow(
  lease: LeaseRecord,
  holder: OwnerRef | null,
  from: { revision: number; observedAt: number },
): LockRow {
  const { status } = lease;
  const refused = status.refusals;
  return {
    id: nativeId(lease.resource),
    source: "native",
    key: lease.resource,
    resource: lease.resource,
    type: "lease",
    mode: "exclusive",
    state: status.state,
    verdict: lease.holder === null ? null : (status.judgement?.verdict ?? "unknown"),
    node: holder === null || holder.node === "" ? null : holder.node,
    path: null,
    holder,
    coHolders: 0,
    waiters: status.waiters,
    refusals: refused.reduce((sum, r) => sum + r.count, 0),
    refusedSince: refused.length === 0 ? null : Math.min(...refused.map((r) => r.firstAt)),
    refusedLast: refused.length === 0 ? null : Math.max(...refused.map((r) => r.lastAt)),
    epoch: lease.epoch,
    heldSince: lease.holder?.grantedAt ?? null,
    lastBeatAt: status.lastBeatAt,
    ttlMs: lease.holder?.ttlMs ?? null,
    observedAt: from.observedAt,
    revision: from.revision,
  };
}

/** A kernel lock as tables show it: the true holder first, else the taker that the kernel recorded. */
export function kernelRow(record: KernelLockRecord, bootId: string, revision: number): LockRow {
  const { lock, node } = record;
  const key = kernelKey(node, lock.key);
  const refs = kernelHolderRefs(record, bootId);
  return {
    id: `kernel/${key}`,
    source: "kernel",
    key,
    resource: lock.resource,
    type: lock.type,
    mode: lock.mode,
    state: record.state,
    verdict: record.judgement.verdict,
    node,
    path: lock.path,
    holder: refs[0] ?? null,
    coHolders: Math.max(0, refs.length - 1),
    waiters: lock.waiters.length,
    refusals: 0,
    refusedSince: null,
    refusedLast: null,
    epoch: null,
    heldSince: record.firstSeenAt,
    lastBeatAt: null,
    ttlMs: null,
    observedAt: record.observedAt,
    revision,
  };
}

/** Who holds a kernel lock: each process with the lock in its fdinfo once; without any, the recorded taker. */
export function kernelHolderRefs({ lock, node }: KernelLockRecord, bootId: string): OwnerRef[] {
  const refs = new Map<string, OwnerRef>();
  for (const holder of lock.holders) {
    const ref = processRef(holder.process);
    refs.set(ref.ownerId, ref);
  }
  if (refs.size > 0) return [...refs.values()];
  for (const taker of lock.takers) {
    // The process that has a reused PID now is innocent: only the number is the taker's.
    const known = taker.status === "reused" ? null : taker.process;
    if (known !== null) refs.set(processOwnerId(known), processRef(known));
    else if (taker.recordedPid > 0) {
      const startTime = taker.seenStartTime ?? 0;
      const ownerId = processOwnerId({ node, bootId, pid: taker.recordedPid, startTime });
      refs.set(ownerId, { ownerId, node, service: null, command: null, pid: taker.recordedPid });
    }
  }
  return [...refs.values()];
}

export function processRef(process: KernelProcess): OwnerRef {
  return {
    ownerId: processOwnerId(process),
    node: process.node,
    service: process.unit,
    command: process.command,
    pid: process.pid,
  };
}

export const nativeId = (resource: string) => `native/${resource}`;
/**
 * Key of a kernel lock among all nodes, and id of its document. A slash in the node's name is escaped: else the agent
 * of `site` could write the locks of `site/node-3`.
 */
export const kernelKey = (node: string, key: string) =>
  `${node.replaceAll("%", "%25").replaceAll("/", "%2F")}/${key}`;
