import type { LockRow, NodeRow, OwnerRow } from "#lib/contract/rows.ts";
import type { Evidence, Judgement } from "#lib/domain/evidence.ts";
import { forLease, forOwner } from "#lib/domain/session-facts.ts";
import { isBlind } from "#lib/server/agents/kernel-record.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { KernelLockRecord, LeaseRecord, SessionRecord } from "#lib/store/records.ts";

/**
 * What changes with every scan or beat is not committed each time; it is put on a row when the row is read. The
 * revision stays, because nothing that was concluded changed.
 */
export function freshLock(context: ServerContext, row: LockRow): LockRow {
  if (row.source === "native") {
    const lastBeatAt = row.holder === null ? null : context.beats.lastBeatAt(row.holder.ownerId);
    return { ...row, observedAt: context.clock.wallMs(), lastBeatAt: later(row.lastBeatAt, lastBeatAt) };
  }
  const scannedAt = row.node === null ? null : context.agents.scannedAt(row.node);
  return scannedAt === null || scannedAt <= row.observedAt ? row : { ...row, observedAt: scannedAt };
}

export function freshOwner(context: ServerContext, row: OwnerRow): OwnerRow {
  if (row.kind !== "session" || row.state !== "open") return row;
  const { beats, lastBeatAt, rhythmMs } = context.beats.summary(row.id) ?? row;
  return { ...row, beats, lastBeatAt: later(row.lastBeatAt, lastBeatAt), rhythmMs };
}

/**
 * What the document says of a session, with the ages of its facts as of now; while the verdict stays the same they
 * are not written down.
 */
export function freshJudgement(context: ServerContext, session: SessionRecord): Judgement {
  if (context.beats.session(session.id) === undefined) return session.judgement;
  const judged = context.judge.fresh(session.id);
  return judged.verdict === session.judgement.verdict ? forOwner(judged) : session.judgement;
}

/** As `freshJudgement`, in the words of a lease that the session holds. */
export function freshLeaseJudgement(context: ServerContext, lease: LeaseRecord): Judgement | null {
  const known = lease.status.judgement;
  const { holder } = lease;
  if (known === null || holder === null || context.beats.session(holder.sessionId) === undefined)
    return known;
  const judged = context.judge.fresh(holder.sessionId);
  return judged.verdict === known.verdict ? forLease(judged, holder.lostAt !== null) : known;
}

/** An agent sends only what changed, so each scan that came since has seen the same facts again. */
export function freshKernelEvidence(
  { agents }: ServerContext,
  { node, judgement }: KernelLockRecord,
): Evidence[] {
  const scannedAt = agents.scannedAt(node);
  if (scannedAt === null || isBlind(judgement)) return judgement.evidence;
  return judgement.evidence.map((e) => ({ ...e, observedAt: Math.max(e.observedAt, scannedAt) }));
}

export function freshNode(context: ServerContext, row: NodeRow): NodeRow {
  const lastBeatAt = row.sessionId === null ? null : context.beats.lastBeatAt(row.sessionId);
  const lastReportAt = context.agents.reportedAt(row.name);
  return {
    ...row,
    lastBeatAt: later(row.lastBeatAt, lastBeatAt),
    lastReportAt: later(row.lastReportAt, lastReportAt),
  };
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
