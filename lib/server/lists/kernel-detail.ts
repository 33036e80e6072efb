import type { KernelLock, KernelProcess } from "#lib/contract/agent.ts";
import type { HolderDetail, LockDetail } from "#lib/contract/locks.ts";
import type { OwnerRef } from "#lib/contract/rows.ts";
import { processOwnerId } from "#lib/domain/identity.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { kernelHolderRefs, kernelRow, processRef } from "#lib/server/view/lock-rows.ts";
import type { KernelLockRecord, Stored } from "#lib/store/records.ts";
import { freshKernelEvidence, freshLock } from "./fresh.ts";
import type { SourceDetail } from "./source-detail.ts";

/** A kernel lock, whole: true holders first, then the recorded takers that do not hold. */
export function kernelDetail(context: ServerContext, stored: Stored<"kernel-lock">): SourceDetail {
  const record = stored.value;
  const bootId = context.view.nodes.get(record.node)?.bootId ?? "";
  const row = kernelRow(record, bootId, stored.revision);
  const common = {
    refusalList: [],
    lostPolicy: null,
    lockDelayMs: null,
    releasesAt: null,
    pathUnknownReason: record.lock.pathUnknownReason,
  };
  if (stored.goneAt !== null) return { ...common, ...goneDetail(stored, row, bootId) };
  return {
    ...freshLock(context, row),
    ...common,
    sentence: record.judgement.sentence,
    evidence: freshKernelEvidence(context, record),
    probe: record.judgement.probe,
    holders: [...holders(record), ...takers(record, bootId)],
    waiterList: record.lock.waiters.map((waiter, index) => ({
      ...refOf(record.node, bootId, waiter.pid, waiter.process),
      place: index + 1,
      since: null,
      deadlineAt: null,
    })),
    tombstone: null,
  };
}

type Own = "refusalList" | "lostPolicy" | "lockDelayMs" | "releasesAt" | "pathUnknownReason";

/** Nobody holds what is gone; who did, and how it ended, is on the tombstone. */
function goneDetail(
  stored: Stored<"kernel-lock">,
  row: ReturnType<typeof kernelRow>,
  bootId: string,
): Omit<SourceDetail, Own> {
  const record = stored.value;
  const lastHolder = kernelHolderRefs(record, bootId)[0] ?? null;
  const how = stored.goneHow ?? "It is not in the host's lock table any more.";
  const tombstone: LockDetail["tombstone"] = {
    goneAt: stored.goneAt ?? 0,
    how,
    lastHolder,
    lastVerdict: record.judgement.verdict,
    lastState: record.state,
  };
  return {
    ...row,
    state: "free",
    verdict: null,
    holder: null,
    coHolders: 0,
    waiters: 0,
    sentence: `Gone: ${how}`,
    evidence: record.judgement.evidence,
    probe: null,
    holders: [],
    waiterList: [],
    tombstone,
  };
}

function holders({ lock }: KernelLockRecord): HolderDetail[] {
  return lock.holders.map((holder) => ({
    ...identityOf(holder.process),
    role: "holder",
    alive: "yes",
    mode: holder.mode,
  }));
}

/** The takers that no holder is: dead ones, bystanders with a reused PID, PID 0 and −1 are said as they are. */
function takers({ lock, node }: KernelLockRecord, bootId: string): HolderDetail[] {
  const holding = new Set(lock.holders.map((h) => h.process.pid));
  return lock.takers
    .filter((taker) => taker.status !== "holds" && !holding.has(taker.recordedPid))
    .map((taker) => {
      const process = taker.status === "reused" ? null : taker.process;
      const identity = process
        ? identityOf(process)
        : { ...nobody, ...refOf(node, bootId, taker.recordedPid, null, taker.seenStartTime ?? 0) };
      return { ...identity, role: "taker", alive: aliveOf(taker.status), mode: lock.mode };
    });
}

function aliveOf(status: KernelLock["takers"][number]["status"]): HolderDetail["alive"] {
  if (status === "gone" || status === "reused") return "no";
  return status === "alive-without-line" ? "yes" : "unknown";
}

const nobody = { bootId: null, pidNs: null, startTime: null, startedAt: null, user: null, unit: null };

function identityOf(process: KernelProcess) {
  const { bootId, pidNs, startTime, startedAt, user, unit } = process;
  return { ...processRef(process), bootId, pidNs, startTime, startedAt, user, unit };
}

function refOf(
  node: string,
  bootId: string,
  pid: number,
  process: KernelProcess | null,
  startTime = 0,
): OwnerRef {
  if (process !== null) return processRef(process);
  return {
    ownerId: processOwnerId({ node, bootId, pid, startTime }),
    node,
    service: null,
    command: null,
    pid,
  };
}
