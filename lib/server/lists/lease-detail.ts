import type { HolderDetail, LockDetail } from "#lib/contract/locks.ts";
import type { OwnerRef } from "#lib/contract/rows.ts";
import { type ProcessIdentity, sameProcess } from "#lib/domain/identity.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { leaseRow } from "#lib/server/view/lock-rows.ts";
import { sessionRef } from "#lib/server/view/owner-rows.ts";
import type { LeaseRecord, SessionRecord, Stored } from "#lib/store/records.ts";
import { freshLeaseJudgement, freshLock } from "./fresh.ts";
import type { SourceDetail } from "./source-detail.ts";

/** A native lock, whole. Never gone: a lease that nobody holds is free, and its epoch stays. */
export async function leaseDetail(context: ServerContext, stored: Stored<"lease">): Promise<SourceDetail> {
  const lease = stored.value;
  const session = lease.holder && (await context.store.get("session", lease.holder.sessionId));
  const known = context.view.locks.rows.get(`native/${lease.resource}`);
  const holder = session ? sessionRef(session.value) : lease.holder && (known?.holder ?? null);
  const row = leaseRow(lease, holder, { revision: stored.revision, observedAt: context.clock.wallMs() });
  const judgement = freshLeaseJudgement(context, lease);
  return {
    ...freshLock(context, row),
    sentence: judgement?.sentence ?? (await freeSentence(context, lease)),
    evidence: judgement?.evidence ?? [],
    probe: judgement?.probe ?? null,
    holders: session ? holdersOf(session.value) : [],
    waiterList: waiters(context, lease.resource),
    refusalList: lease.status.refusals.map((refusal) => ({
      ...refById(context, refusal.sessionId, refusal),
      count: refusal.count,
      firstAt: refusal.firstAt,
      lastAt: refusal.lastAt,
    })),
    lostPolicy: lease.holder?.onLost ?? null,
    lockDelayMs: lease.holder?.lockDelayMs ?? null,
    releasesAt: lease.status.releasesAt,
    pathUnknownReason: null,
    tombstone: null,
  };
}

async function freeSentence(context: ServerContext, lease: LeaseRecord): Promise<string> {
  if (lease.holder !== null) return "Held; its owner has not been judged yet.";
  const guard = context.leases.slot(lease.resource)?.guard;
  if (guard?.phase === "quarantined") return "In quarantine: it was cleared, and is granted to nobody yet.";
  if (guard?.phase === "admitting") {
    const { successor } = guard;
    const who = successor === null ? "nobody" : safeText(`${successor.service} on ${successor.node}`, 200);
    return `Cleared: ${who} alone may take it now.`;
  }
  if (lease.lastHolderSessionId === null) return "Free: nobody holds it.";
  const last = await context.store.get("session", lease.lastHolderSessionId);
  if (last === null) return "Free: nobody holds it.";
  const { service, node } = last.value;
  return `Free: nobody holds it. The last holder was ${service} on ${node}, and the next grant has an epoch above ${lease.epoch}.`;
}

/** The session's own process first, then those that work under it. */
function holdersOf(session: SessionRecord): HolderDetail[] {
  const { user, unit, judgement } = session;
  const common = { user, unit, startedAt: null, mode: "exclusive" } as const;
  const own = session.processes[0];
  const beating = judgement.verdict === "live" ? "yes" : "unknown";
  const first: HolderDetail = {
    ...sessionRef(session),
    ...common,
    bootId: own?.bootId ?? null,
    pidNs: own?.pidNs ?? null,
    startTime: own?.startTime ?? null,
    role: "holder",
    alive: (own && observed(session, own)) ?? beating,
  };
  const commands = session.processes.slice(1).map(
    (process): HolderDetail => ({
      ...sessionRef(session),
      ...common,
      pid: process.pid,
      bootId: process.bootId,
      pidNs: process.pidNs,
      startTime: process.startTime,
      role: "command",
      alive: observed(session, process) ?? "unknown",
    }),
  );
  return [first, ...commands];
}

/** What the node's agent last said of a process; undefined when it said nothing of use. */
function observed(session: SessionRecord, process: ProcessIdentity): HolderDetail["alive"] | undefined {
  const status = session.observations.find((o) => sameProcess(o.process, process))?.status;
  if (status === "alive") return "yes";
  return status === "gone" || status === "reused" || status === "other-boot" ? "no" : undefined;
}

function waiters(context: ServerContext, resource: string): LockDetail["waiterList"] {
  return context.leases.waiters(resource).map((waiter, index) => ({
    ...refById(context, waiter.sessionId),
    place: index + 1,
    since: waiter.since,
    deadlineAt: waiter.deadlineAt,
  }));
}

function refById(
  context: ServerContext,
  sessionId: string,
  known: { node: string; service: string } = { node: "", service: "" },
): OwnerRef {
  const { node, service } = known;
  return (
    context.view.owners.ref(sessionId) ?? { ownerId: sessionId, node, service, command: null, pid: null }
  );
}
