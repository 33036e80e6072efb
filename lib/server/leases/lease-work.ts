import {
  elapse,
  freeLease,
  type LeaseHolder,
  type LeaseState,
  type LeaseToken,
  type Now,
  recover,
  release,
  tryAcquire,
  withSign,
} from "#lib/domain/lease.ts";
import { admits, guardStep, type LeaseGuard } from "#lib/domain/lease-guard.ts";
import { nextWaiter } from "#lib/domain/queue.ts";
import type { SessionJudgement } from "#lib/domain/session-facts.ts";
import type { AuditRecord, LeaseRecord } from "#lib/store/records.ts";
import type { NewEvent } from "#lib/store/store.ts";
import { type EventSource, leaseEvent, type Named } from "./lease-events.ts";
import type {
  AcquireRequest,
  GuardJob,
  GuardOutcome,
  LeaseSlot,
  Released,
  ReleaseJob,
} from "./lease-slot.ts";
import { leaseStatus } from "./lease-status.ts";
import { quarantineOf } from "./quarantine-record.ts";

/** What a work knows of the world outside the lease. */
export interface Surroundings {
  now: Now;
  graceUntilMs: number;
  /** A lease without a document begins above this epoch. */
  epochFloor?: number;
  eligible(sessionId: string): boolean;
  /** No drain keeps this lease from it. */
  undrained(slot: LeaseSlot, sessionId: string): boolean;
  lastBeatMs(sessionId: string): number | null;
  lastBeatAt(sessionId: string): number | null;
  judgementOf(sessionId: string): SessionJudgement;
  nameOf(sessionId: string): Named | null;
  toWall(monoMs: number): number;
}

export interface WorkPlan {
  state: LeaseState;
  /** To be put; null when nothing durable changed. */
  record: LeaseRecord | null;
  events: NewEvent[];
  audits: AuditRecord[];
  /** As it is after this work. */
  guard: LeaseGuard | null;
  /** Each step of a clear with what came of it. */
  guarded: { job: GuardJob; outcome: GuardOutcome }[];
  /** Each release with what it ended, or null when its token was not the holder's. */
  released: { job: ReleaseJob; done: Released | null }[];
  /** Tries that had their chance in this work. */
  tried: AcquireRequest[];
  /** Somebody got the lease anew in this work. */
  granted: LeaseHolder | null;
}

/**
 * All that is due for one lease, in one write: releases, then what time did, then the steps of a clear, then one grant.
 * `document` was read inside the same transaction, and holder and epoch are taken from it, whatever memory says.
 * `guards`: those steps that their operation still wants.
 */
export function planWork(
  slot: LeaseSlot,
  document: LeaseRecord | null,
  world: Surroundings,
  guards: readonly GuardJob[] = [],
): WorkPlan {
  const before = reconcile(slot, document, world);
  const source: EventSource = { resource: slot.resource, at: world.now.wallMs, nameOf: world.nameOf };
  const events: NewEvent[] = [];
  const { state: kept, released, audits } = runReleases(slot.releases, before, document, source, events);
  const { state: left, delayUntil } = runTime(kept, world, source, events);
  const { state: cleared, guard, guarded } = runGuards(slot, left, guards, world);
  const granted = runGrant(slot, cleared, guard, world);
  if (granted !== null) events.push(leaseEvent(source, "lease.granted", granted.holder));
  const state = granted?.state ?? cleared;
  const done = { state, guard, guarded, events, audits, released };
  const plan = { ...done, tried: [...slot.tries], granted: granted?.holder ?? null };
  const sameLease = state.holder === before.holder && state.epoch === before.epoch;
  // A closing on disk that an earlier run of the server made is void, and is not to be shown for ever.
  const isVoid = guard === null && document?.quarantine != null;
  if (sameLease && guard === slot.guard && !isVoid) return { ...plan, record: null };
  const change = { before, state, guard, delayUntil, world, granted: granted !== null };
  return { ...plan, record: recordOf(slot, document, change) };
}

function runGuards(slot: LeaseSlot, from: LeaseState, jobs: readonly GuardJob[], world: Surroundings) {
  let state = from;
  let { guard } = slot;
  const guarded = jobs.map((job): { job: GuardJob; outcome: GuardOutcome } => {
    const verdict = state.holder === null ? null : world.judgementOf(state.holder.sessionId).verdict;
    const step = guardStep(state, guard, job.change, { nowMs: world.now.monoMs, verdict });
    if (!step.ok) return { job, outcome: step };
    ({ state, guard } = step);
    return { job, outcome: { ok: true, epoch: state.epoch, guard } };
  });
  return { state, guard, guarded };
}

/** Holder and epoch from disk; times from memory as long as both agree. */
export function reconcile(slot: LeaseSlot, document: LeaseRecord | null, world: Surroundings): LeaseState {
  const { state } = slot;
  const floor = world.epochFloor ?? 0;
  const agrees =
    slot.loaded &&
    state.epoch === (document?.epoch ?? floor) &&
    state.holder?.sessionId === document?.holder?.sessionId &&
    state.holder?.epoch === document?.holder?.epoch;
  if (agrees) return state;
  if (document?.holder == null) return freeLease(document?.epoch ?? floor);
  const { epoch, holder } = document;
  return recover({ epoch, holder, lockDelayMs: 0 }, world.now.monoMs, world.graceUntilMs);
}

function runReleases(
  jobs: readonly ReleaseJob[],
  from: LeaseState,
  document: LeaseRecord | null,
  source: EventSource,
  events: NewEvent[],
) {
  let state = from;
  const audits: AuditRecord[] = [];
  const released = jobs.map((job) => {
    const { holder } = state;
    const step = release(state, job.token);
    if (!step.ok || holder === null) return { job, done: doneBefore(job.token, document) };
    state = step.state;
    events.push(leaseEvent(source, "lease.released", holder, job.why));
    if (job.audit !== null) audits.push(job.audit);
    return { job, done: { epoch: holder.epoch, at: source.at } };
  });
  return { state, released, audits };
}

/** Asked twice, or again because the answer was lost: the lease was given back with this very token, and is free. */
function doneBefore(token: LeaseToken, document: LeaseRecord | null): Released | null {
  if (document === null || document.holder !== null || document.epoch !== token.epoch) return null;
  if (document.lastHolderSessionId !== token.sessionId || document.lastReleasedAt === null) return null;
  return { epoch: token.epoch, at: document.lastReleasedAt };
}

function runTime(from: LeaseState, world: Surroundings, source: EventSource, events: NewEvent[]) {
  const { holder } = from;
  if (holder === null) return { state: from, delayUntil: null };
  const seen = withSign(from, world.lastBeatMs(holder.sessionId) ?? from.signMs);
  const step = elapse(seen, world.now);
  if (step === null) return { state: seen, delayUntil: null };
  events.push(leaseEvent(source, step.what === "kept" ? "lease.kept" : "lease.expired", holder));
  const delayUntil = step.what === "kept" ? null : world.now.wallMs + holder.lockDelayMs;
  return { state: step.state, delayUntil };
}

function runGrant(slot: LeaseSlot, from: LeaseState, guard: LeaseGuard | null, world: Surroundings) {
  const request = candidate(slot, from, guard, world);
  if (request === undefined || !world.eligible(request.ask.sessionId)) return null;
  const step = tryAcquire(from, request.ask, world.now);
  return step.outcome === "granted" ? step : null;
}

/** The holder itself, which may take a kept lease again; else the first who waits; else the first who tries. */
function candidate(
  slot: LeaseSlot,
  from: LeaseState,
  guard: LeaseGuard | null,
  world: Surroundings,
): AcquireRequest | undefined {
  const own = from.holder?.sessionId;
  // Also of a closed resource: an owner that comes back is alive, and nothing is taken from the living.
  if (own !== undefined) return firstWait(slot, own) ?? slot.tries.find((t) => t.ask.sessionId === own);
  const may = (id: string) =>
    world.eligible(id) && world.undrained(slot, id) && admits(guard, world.nameOf(id));
  const waiter = nextWaiter(slot.queue, world.now.monoMs, may);
  if (waiter !== null) return firstWait(slot, waiter.sessionId);
  return slot.tries.find((t) => may(t.ask.sessionId));
}

function firstWait(slot: LeaseSlot, sessionId: string): AcquireRequest | undefined {
  return slot.waits.get(sessionId)?.values().next().value;
}

interface Change {
  before: LeaseState;
  state: LeaseState;
  guard: LeaseGuard | null;
  delayUntil: number | null;
  world: Surroundings;
  granted: boolean;
}

function recordOf(slot: LeaseSlot, document: LeaseRecord | null, change: Change): LeaseRecord {
  const { before, state, delayUntil, world } = change;
  const { holder } = state;
  const left = before.holder?.epoch === holder?.epoch ? null : before.holder;
  const heir = holder?.sessionId;
  return {
    resource: slot.resource,
    epoch: state.epoch,
    holder,
    delayUntil: holder === null ? delayUntil : null,
    quarantine: quarantineOf(change.guard, world.toWall),
    lastReleasedAt: left === null ? (document?.lastReleasedAt ?? null) : world.now.wallMs,
    lastHolderSessionId: left?.sessionId ?? document?.lastHolderSessionId ?? null,
    status: leaseStatus({
      state,
      guard: change.guard,
      waiters: slot.queue.filter((w) => w.sessionId !== heir).length,
      refusals: change.granted || holder === null ? [] : slot.refusals.values(),
      judged: holder === null ? null : world.judgementOf(holder.sessionId),
      lastBeatAt: holder === null ? null : world.lastBeatAt(holder.sessionId),
      nowMs: world.now.monoMs,
      toWall: world.toWall,
    }),
  };
}
