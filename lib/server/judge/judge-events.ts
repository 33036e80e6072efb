import { safeText } from "#lib/domain/safe-text.ts";
import { isStale, type Severity, type Verdict } from "#lib/domain/states.ts";
import { clockTime, grouped, roughly, times } from "#lib/domain/words.ts";
import type { LeaseSlot } from "#lib/server/leases/lease-slot.ts";
import { nativeId } from "#lib/server/view/lock-rows.ts";
import type { LeaseStatus, SessionRecord } from "#lib/store/records.ts";
import type { NewEvent } from "#lib/store/store.ts";

function severityOf(verdict: Verdict): Severity {
  if (isStale(verdict)) return "critical";
  return verdict === "live" ? "info" : "warning";
}

/** The verdict on an owner that holds nothing changed. */
export function ownerVerdictEvent(
  session: SessionRecord,
  verdict: Verdict,
  text: string,
  at: number,
): NewEvent {
  const severity = verdict === "live" ? "info" : "warning";
  return { ...ofSession(session), at, kind: `verdict.${verdict}`, severity, text };
}

export function sessionLostEvent(session: SessionRecord, at: number): NewEvent {
  const name = `${safeText(session.service, 60)} on ${safeText(session.node, 60)}`;
  const text = `${name} was silent for longer than its TTL of ${roughly(session.ttlMs)}: its session is lost.`;
  return { ...ofSession(session), at, kind: "session.lost", severity: "warning", text };
}

function ofSession(session: SessionRecord): Pick<NewEvent, "node" | "lockId" | "resource" | "ownerId"> {
  return { node: session.node, lockId: null, resource: null, ownerId: session.id };
}

/** What the timeline of a lease says when its status changes. */
export function leaseStatusEvents(
  slot: LeaseSlot,
  status: LeaseStatus,
  from: { node: string | null; at: number; tellVerdict: boolean },
): NewEvent[] {
  const { node, at } = from;
  const name = safeText(slot.resource, 120);
  const subject = {
    node,
    lockId: nativeId(slot.resource),
    resource: slot.resource,
    ownerId: slot.state.holder?.sessionId ?? null,
    at,
  };
  const events: NewEvent[] = [];
  if (status.state === "hot" && slot.status?.state !== "hot") {
    events.push({
      ...subject,
      kind: "lock.hot",
      severity: "warning",
      text: `${name} refuses somebody: ${crowd(status)}.`,
    });
  }
  if (status.state === "held" && slot.status?.state === "hot") {
    events.push({ ...subject, kind: "lock.calm", severity: "info", text: calmText(name, slot) });
  }
  const judgement = status.judgement;
  if (from.tellVerdict && judgement !== null && judgement.verdict !== slot.toldVerdict) {
    const { verdict, sentence } = judgement;
    events.push({ ...subject, kind: `verdict.${verdict}`, severity: severityOf(verdict), text: sentence });
  }
  return events;
}

function crowd({ waiters, refusals }: LeaseStatus): string {
  const count = refusals.reduce((sum, r) => sum + r.count, 0);
  const waiting = waiters === 0 ? "nobody waits" : `${grouped(waiters)} waiting`;
  return count === 0 ? waiting : `${waiting}, refused ${times(count)}`;
}

function calmText(name: string, { status }: LeaseSlot): string {
  const refusals = status?.refusals ?? [];
  const count = refusals.reduce((sum, r) => sum + r.count, 0);
  if (count === 0) return `Nobody waits for ${name} any more.`;
  const since = clockTime(Math.min(...refusals.map((r) => r.firstAt)));
  return `${name} refuses nobody any more; it did ${times(count)} since ${since}.`;
}
