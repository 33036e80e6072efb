import type { Clock } from "#lib/domain/clock.ts";
import { dueMs, isValidEpoch, type LeaseState, lostFromMs, withSign } from "#lib/domain/lease.ts";
import { admits } from "#lib/domain/lease-guard.ts";
import { nextWaiter } from "#lib/domain/queue.ts";
import type { SessionJudgement } from "#lib/domain/session-facts.ts";
import type { BeatBook } from "#lib/server/sessions/beat-book.ts";
import type { Store } from "#lib/store/store.ts";
import type { Named } from "./lease-events.ts";
import {
  type AcquireRequest,
  type GuardJob,
  isIdle,
  type LeaseSlot,
  type Obstacle,
  type RefusalCode,
} from "./lease-slot.ts";
import { planWork, type Surroundings, type WorkPlan } from "./lease-work.ts";
import type { SlotIndex } from "./slot-index.ts";
import { allowed, dismissAll, dropRequest, lateRequests, noteRefusal, requestsOf } from "./waiting.ts";

export type SetTimer = (ms: number, run: () => void) => () => void;

export interface LeaseEngineOptions {
  /** The clock of the beat book: stands still while this process cannot listen. */
  clock: Clock;
  setTimer: SetTimer;
  store: Pick<Store, "write" | "get" | "all">;
  beats: BeatBook;
  judgementOf(sessionId: string): SessionJudgement;
  /** A drain that is on keeps new leases from this session. */
  isDrained?: ((sessionId: string) => boolean) | undefined;
  /** The epoch above which a lease without a document begins; 0 when it is not given. */
  epochFloor?: ((resource: string) => number) | undefined;
  /** Nobody is lost before this moment of the clock. */
  graceUntilMs: number;
  /** Something that a lock's row shows, and that no write of the engine itself carries, has changed. */
  onChange(): void;
  onError(error: unknown): void;
}

const retryMs = 1_000;

/**
 * Does what is due for a lease, one write at a time for each lease; works of different leases share commits.
 * Memory is brought up to date, and people are answered, only after the write is on disk.
 */
export class LeaseWorker {
  readonly #options: LeaseEngineOptions;
  readonly #index: SlotIndex;
  #stopped = false;

  constructor(options: LeaseEngineOptions, index: SlotIndex) {
    this.#options = options;
    this.#index = index;
  }

  stop(): void {
    this.#stopped = true;
    for (const slot of this.#index.all()) slot.cancelTimer?.();
  }

  nameOf(sessionId: string): Named | null {
    return this.#options.beats.session(sessionId)?.record ?? null;
  }

  /** The state with what its holder's beats have shown since. */
  seen({ state }: LeaseSlot): LeaseState {
    if (state.holder === null) return state;
    return withSign(state, this.#options.beats.lastBeatMs(state.holder.sessionId) ?? state.signMs);
  }

  /** Starts a work unless one is under way; that one looks again when it is done. */
  kick(slot: LeaseSlot): void {
    if (slot.working || this.#stopped) return;
    slot.working = true;
    void this.#run(slot);
  }

  /** Says no, and counts it. */
  refuse(slot: LeaseSlot, request: AcquireRequest, code: RefusalCode): void {
    dropRequest(slot, request, this.#index);
    this.countRefusal(slot, request.ask.sessionId);
    request.settle({ outcome: "refused", code, because: this.because(slot) });
  }

  countRefusal(slot: LeaseSlot, sessionId: string): void {
    const times = { nowMs: this.#options.clock.monoMs(), nowAt: this.#options.clock.wallMs() };
    noteRefusal(slot, sessionId, this.nameOf(sessionId), times);
    this.changed(slot);
  }

  because(slot: LeaseSlot): Obstacle {
    if (slot.state.holder === null && slot.guard !== null) return "quarantined";
    const delayed = slot.state.holder === null && slot.state.closedUntilMs > this.#options.clock.monoMs();
    return delayed ? "lock-delay" : "held";
  }

  changed(slot: LeaseSlot): void {
    this.#index.change(slot);
    this.#options.onChange();
  }

  /** Wakes up when time alone changes something. */
  arm(slot: LeaseSlot): void {
    slot.cancelTimer?.();
    slot.cancelTimer = null;
    const nowMs = this.#options.clock.monoMs();
    const due = dueMs(this.seen(slot), nowMs);
    if (due !== null) this.#wakeIn(slot, due - nowMs);
  }

  #wakeIn(slot: LeaseSlot, ms: number): void {
    slot.cancelTimer?.();
    if (this.#stopped) return;
    slot.cancelTimer = this.#options.setTimer(Math.ceil(Math.max(0, ms)), () => {
      slot.cancelTimer = null;
      this.#wake(slot);
    });
  }

  #wake(slot: LeaseSlot): void {
    if (slot.working) return;
    if (this.#hasWork(slot)) this.kick(slot);
    else {
      // A beat came since the timer was set, or the lock-delay is over and nobody waits.
      this.arm(slot);
      if (slot.state.holder === null) this.changed(slot);
    }
  }

  async #run(slot: LeaseSlot): Promise<void> {
    let failed = false;
    while (!failed && !this.#stopped && this.#hasWork(slot)) {
      try {
        const { value } = await this.#options.store.write(async (tx) => {
          const document = await tx.get("lease", slot.resource);
          const asked = [...slot.guards];
          const guards = asked.length === 0 ? asked : await allowed(asked, tx);
          const plan = planWork(slot, document?.value ?? null, this.#surroundings(slot.resource), guards);
          // From here to the disk no renewal is promised: of two, the one that comes first is the one that counts.
          if (plan.guarded.some(({ job, outcome }) => job.change.what === "clear" && outcome.ok)) {
            slot.clearingEpoch = slot.state.holder?.epoch ?? null;
          }
          if (plan.record !== null) await tx.put("lease", slot.resource, plan.record);
          for (const event of plan.events) await tx.event(event);
          for (const row of plan.audits) await tx.audit(row);
          for (const { job, outcome } of plan.guarded) await job.write(tx, outcome);
          return { plan, asked };
        });
        this.#settle(slot, value.plan, value.asked);
      } catch (error) {
        failed = true;
        this.#fail(slot, error);
      }
    }
    slot.working = false;
    slot.clearingEpoch = null;
    if (slot.forgotten) return this.forget(slot);
    for (const request of lateRequests(slot)) this.refuse(slot, request, "wait-timed-out");
    if (failed) this.#wakeIn(slot, retryMs);
    else if (isIdle(slot, this.#options.clock.monoMs())) this.#index.forget(slot);
    else this.arm(slot);
  }

  /** Its document is about to be taken away: whoever asks for something is told that their session is gone. */
  forget(slot: LeaseSlot): void {
    slot.forgotten = true;
    dismissAll(slot, this.because(slot), this.#index);
    // A write that is under way still knows the slot, and comes here when it is over.
    if (slot.working) return;
    this.#index.moveHolder(slot, slot.state.holder?.sessionId ?? null, null);
    this.#index.forget(slot);
  }

  #hasWork(slot: LeaseSlot): boolean {
    if (slot.forgotten) return false;
    if (slot.releases.length > 0 || slot.tries.length > 0 || slot.guards.length > 0) return true;
    const nowMs = this.#options.clock.monoMs();
    const state = this.seen(slot);
    if (state.holder !== null) {
      const lostMs = lostFromMs(state);
      return (lostMs !== null && lostMs <= nowMs) || slot.waits.has(state.holder.sessionId);
    }
    if (slot.queue.length === 0) return false;
    if (!slot.loaded) return true;
    const may = (id: string) =>
      this.#eligible(id) && this.#undrained(slot, id) && admits(slot.guard, this.nameOf(id));
    return state.closedUntilMs <= nowMs && nextWaiter(slot.queue, nowMs, may) !== null;
  }

  readonly #eligible = (sessionId: string): boolean => this.#options.beats.isOpen(sessionId);

  /** A drain keeps new leases from its scope; the successor of a clear, which alone is let in there, is no part of it. */
  #undrained(slot: LeaseSlot, sessionId: string): boolean {
    return slot.guard !== null || this.#options.isDrained?.(sessionId) !== true;
  }

  #surroundings(resource: string): Surroundings {
    const { clock, beats, judgementOf, graceUntilMs } = this.#options;
    const now = { monoMs: clock.monoMs(), wallMs: clock.wallMs() };
    return {
      now,
      graceUntilMs,
      judgementOf,
      eligible: this.#eligible,
      epochFloor: this.#options.epochFloor?.(resource) ?? 0,
      undrained: (slot, id) => this.#undrained(slot, id),
      lastBeatMs: (id) => beats.lastBeatMs(id),
      lastBeatAt: (id) => beats.lastBeatAt(id),
      nameOf: (id) => this.nameOf(id),
      toWall: (ms) => Math.round(now.wallMs + ms - now.monoMs),
    };
  }

  /** It is on disk: memory follows, and everybody concerned is told. */
  #settle(slot: LeaseSlot, plan: WorkPlan, asked: readonly GuardJob[]): void {
    const before = slot.state.holder;
    const renewedMs = before !== null && before.epoch === plan.state.holder?.epoch ? slot.state.signMs : 0;
    slot.state = withSign(plan.state, renewedMs);
    this.#index.setGuard(slot, plan.guard);
    slot.clearingEpoch = null;
    slot.loaded = true;
    if (plan.record !== null) {
      slot.status = plan.record.status;
      if (plan.granted !== null) slot.toldVerdict = slot.status.judgement?.verdict ?? null;
    }
    const { holder } = plan.state;
    if (plan.granted !== null || holder === null) slot.refusals.clear();
    this.#index.moveHolder(slot, before?.sessionId ?? null, holder?.sessionId ?? null);
    // Jobs are only ever added at the end, and only one work at a time takes them.
    slot.releases = slot.releases.slice(plan.released.length);
    for (const { job, done } of plan.released) job.settle(done);
    slot.guards = slot.guards.slice(asked.length);
    for (const job of asked) {
      const known = plan.guarded.find((one) => one.job === job);
      job.settle(known?.outcome ?? { ok: false, because: "forbidden" });
    }
    this.#answer(slot, plan);
  }

  #answer(slot: LeaseSlot, plan: WorkPlan): void {
    const { holder } = slot.state;
    if (plan.granted !== null && !this.#eligible(plan.granted.sessionId)) {
      this.#takeBackFromEnded(slot, plan.granted);
    } else if (holder !== null && isValidEpoch(slot.state, holder.epoch, this.#options.clock.monoMs())) {
      const requests = requestsOf(slot, holder.sessionId);
      for (const request of requests) {
        dropRequest(slot, request, this.#index);
        request.settle({ outcome: "granted", holder });
      }
      if (requests.length > 0) slot.state = withSign(slot.state, this.#options.clock.monoMs());
      else if (plan.granted !== null) this.#takeBack(slot, plan.granted);
    }
    for (const request of plan.tried) {
      if (slot.tries.includes(request)) this.refuse(slot, request, this.#codeFor(slot, request));
    }
  }

  #codeFor(slot: LeaseSlot, request: AcquireRequest): RefusalCode {
    const { sessionId } = request.ask;
    if (!this.#eligible(sessionId)) return "session-gone";
    return this.#undrained(slot, sessionId) ? "lock-held" : "not-now";
  }

  /** Its session ended while the grant was written: it is told so, and never that it holds. */
  #takeBackFromEnded(slot: LeaseSlot, granted: NonNullable<WorkPlan["granted"]>): void {
    for (const request of requestsOf(slot, granted.sessionId)) {
      dropRequest(slot, request, this.#index);
      request.settle({ outcome: "refused", code: "session-gone", because: this.because(slot) });
    }
    this.#takeBack(slot, granted);
  }

  /** Everybody who asked went away while the grant was written: nobody knows of it, so it is given on. */
  #takeBack(slot: LeaseSlot, { sessionId, epoch }: NonNullable<WorkPlan["granted"]>): void {
    slot.releases.push({
      token: { sessionId, epoch },
      why: "whoever asked went away before the answer",
      audit: null,
      settle: () => {},
      fail: (error) => this.#options.onError(error),
    });
  }

  /** Nothing was stored. Who wanted an answer now gets the error; who waits goes on waiting. */
  #fail(slot: LeaseSlot, error: unknown): void {
    const releases = slot.releases;
    slot.releases = [];
    for (const job of releases) job.fail(error);
    const guards = slot.guards;
    slot.guards = [];
    for (const job of guards) job.fail(error);
    for (const request of [...slot.tries]) {
      dropRequest(slot, request, this.#index);
      request.fail(error);
    }
    const isNews = releases.length === 0 && guards.length === 0 && !slot.forgotten;
    if (isNews) this.#options.onError(error);
  }
}
