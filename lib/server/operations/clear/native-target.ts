import type { ClearSpec, Fact } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { freshLeaseJudgement } from "#lib/server/lists/fresh.ts";
import { nativeId } from "#lib/server/view/lock-rows.ts";
import type { LeaseRecord, SessionRecord } from "#lib/store/records.ts";
import type { ClearTarget } from "./clear-target.ts";
import { nativeRoster } from "./roster-of.ts";

/** A lease as a clear sees it. Throws `not-found` for one that never was. `operationId`: the clear that asks, if any. */
export async function nativeTarget(
  context: ServerContext,
  resource: string,
  operationId: string | null,
  successor: ClearSpec["successor"] = null,
): Promise<ClearTarget & { lease: LeaseRecord }> {
  const stored = await context.store.get("lease", resource);
  if (stored === null) throw new ApiError("not-found", "No lock with this key was ever seen.");
  const lease = stored.value;
  const { holder } = lease;
  const session = holder === null ? null : await sessionOf(context, holder.sessionId);
  const judgement = holder === null ? null : freshLeaseJudgement(context, lease);
  const node = session?.node ?? null;
  const name = session === null ? "an unknown session" : `${session.service} on ${session.node}`;
  const guard = context.leases.slot(resource)?.guard;
  const closed = guard != null && guard.operationId === operationId;
  const watched = node !== null && context.view.nodes.has(node);
  return {
    lease,
    lockId: nativeId(resource),
    closed,
    resource,
    verdict: holder === null ? null : (judgement?.verdict ?? "unknown"),
    evidence: judgement?.evidence ?? [],
    facts: factsOf(lease, session, judgement?.verdict ?? "unknown"),
    // Where no agent looks, the server itself is the only witness, and it looks all the time.
    evidenceAgeMs: watched && node !== null ? context.agents.scanAgeMs(node) : 0,
    evidenceSource: watched ? `the agent on ${safeText(node ?? "", 60)}` : "the server",
    holderText: holder === null ? "nobody" : safeText(name, 120),
    node,
    roster: await nativeRoster(context, resource, closed ? guard : null, successor),
  };
}

async function sessionOf(context: ServerContext, id: string): Promise<SessionRecord | null> {
  const live = context.beats.session(id);
  if (live !== undefined) return live.record;
  return (await context.store.get("session", id))?.value ?? null;
}

function factsOf(lease: LeaseRecord, session: SessionRecord | null, verdict: string): Fact[] {
  const { holder } = lease;
  const process = session?.processes[0];
  const facts: Fact[] = [
    { key: "lock", label: "Lock", value: nativeId(lease.resource) },
    { key: "epoch", label: "Epoch", value: String(lease.epoch) },
    { key: "holder", label: "Holder", value: holder?.sessionId ?? "nobody" },
  ];
  if (holder === null) return facts;
  facts.push({ key: "verdict", label: "Verdict", value: verdict });
  if (session !== null) {
    const owner = `${safeText(session.service, 100)} on ${safeText(session.node, 100)}`;
    facts.push({ key: "owner", label: "Owner", value: owner });
  }
  if (process !== undefined) {
    facts.push({
      key: "process",
      label: "Process",
      value: `PID ${process.pid} started ${process.startTime} ticks after boot`,
    });
    facts.push({ key: "boot", label: "Boot", value: safeText(process.bootId, 64) });
  }
  return facts;
}
