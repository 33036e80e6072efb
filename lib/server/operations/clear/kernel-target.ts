import type { KernelHolderFact } from "#lib/domain/kernel-facts.ts";
import type { Fact } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { freshKernelEvidence } from "#lib/server/lists/fresh.ts";
import type { KernelLockRecord } from "#lib/store/records.ts";
import type { ClearTarget } from "./clear-target.ts";
import { kernelRoster } from "./roster-of.ts";

/** A kernel lock as a clear sees it. Throws `not-found` for one that never was. */
export async function kernelTarget(
  context: ServerContext,
  key: string,
  operationId: string | null,
): Promise<ClearTarget & { record: KernelLockRecord }> {
  const stored = await context.store.get("kernel-lock", key);
  if (stored === null) throw new ApiError("not-found", "No lock with this key was ever seen.");
  const record = stored.value;
  const held = stored.goneAt === null;
  return {
    record,
    lockId: `kernel/${key}`,
    resource: record.lock.resource,
    closed: false,
    verdict: held ? record.judgement.verdict : null,
    evidence: freshKernelEvidence(context, record),
    facts: factsOf(record, key, held),
    evidenceAgeMs: context.agents.scanAgeMs(record.node),
    evidenceSource: `the agent on ${safeText(record.node, 60)}`,
    holderText: holdersText(record),
    node: record.node,
    roster: held ? await kernelRoster(context, record, operationId) : [],
  };
}

/** The identity of each holder: what the agent compares again before it ends anybody. */
export function holdersOf({ lock }: KernelLockRecord): { pid: number; startTime: number }[] {
  const unique = new Map(lock.holders.map(({ process }) => [`${process.pid}@${process.startTime}`, process]));
  return [...unique.values()]
    .map(({ pid, startTime }) => ({ pid, startTime }))
    .sort((a, b) => a.pid - b.pid || a.startTime - b.startTime);
}

function holdersText({ lock, node }: KernelLockRecord): string {
  const names = lock.holders.map(
    ({ process }: KernelHolderFact) => `${process.command} (PID ${process.pid})`,
  );
  return safeText(
    names.length === 0 ? `nobody that was found on ${node}` : `${names.join(", ")} on ${node}`,
    400,
  );
}

function factsOf(record: KernelLockRecord, key: string, held: boolean): Fact[] {
  const { lock, node, judgement } = record;
  const facts: Fact[] = [
    { key: "lock", label: "Lock", value: `kernel/${key}` },
    { key: "held", label: "Held", value: held ? "yes" : "no" },
  ];
  if (!held) return facts;
  const process = lock.holders[0]?.process;
  const holders = holdersOf(record).map(
    ({ pid, startTime }) => `PID ${pid} started ${startTime} ticks after boot`,
  );
  return [
    ...facts,
    { key: "verdict", label: "Verdict", value: judgement.verdict },
    { key: "holders", label: "Holders", value: holders.length === 0 ? "none found" : holders.join(", ") },
    { key: "node", label: "Node", value: safeText(node, 200) },
    { key: "path", label: "Path", value: safeText(lock.path ?? "unknown", 400) },
    { key: "boot", label: "Boot", value: safeText(process?.bootId ?? "unknown", 64) },
  ];
}
