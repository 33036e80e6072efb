import {
  freeLease,
  isValidEpoch,
  type LeaseAsk,
  type LeaseToken,
  recover,
  renew,
  withSign,
} from "#lib/domain/lease.ts";
import type { LeaseGuard } from "#lib/domain/lease-guard.ts";
import { limits } from "#lib/domain/limits.ts";
import { placeOf } from "#lib/domain/queue.ts";
import type { AuditRecord, LeaseRecord } from "#lib/store/records.ts";
import {
  type AcquireOutcome,
  type AcquireRequest,
  type GuardJob,
  type GuardOutcome,
  isIdle,
  type LeaseSlot,
  newSlot,
  type Released,
} from "./lease-slot.ts";
import { type LeaseEngineOptions, LeaseWorker } from "./lease-worker.ts";
import { guardFrom } from "./quarantine-record.ts";
import { SlotIndex } from "./slot-index.ts";
import { dropRequest, joinQueue, requestsOf } from "./waiting.ts";

/** How a lease stands: for `check`, and for those who were refused. */
export interface LeaseStanding {
  epoch: number;
  holderSessionId: string | null;
  /** Whether the epoch that was asked about holds it now. */
  valid: boolean;
}

/**
 * Native leases: durable grants, with queues and clocks in memory. All that is due for one lease goes into one
 * write, in which holder and epoch are read again: a grant is conditional on what is on disk.
 */
export class LeaseEngine {
  readonly #options: LeaseEngineOptions;
  readonly #index = new SlotIndex();
  readonly #worker: LeaseWorker;

  constructor(options: LeaseEngineOptions) {
    this.#options = options;
    this.#worker = new LeaseWorker(options, this.#index);
  }

  /** Takes over the leases in the store: held ones and those in a lock-delay, with all times counted anew. */
  async start(): Promise<void> {
    const nowMs = this.#nowMs();
    for await (const { value } of this.#options.store.all("lease")) {
      if (value.holder !== null || value.delayUntil !== null || value.quarantine != null) {
        this.#adopt(value, nowMs);
        if (value.quarantine?.phase === "closing") this.#forgetClosing(value.resource, value.quarantine);
      }
    }
  }

  /** It does not outlive the run of the server that made it: its clear closes again if it still may. */
  #forgetClosing(resource: string, { operationId }: { operationId: string }): void {
    const change = { what: "open", operationId } as const;
    this.guard(resource, { change, allow: async () => true, write: async () => {} }).catch(
      this.#options.onError,
    );
  }

  /** Nothing is granted or taken back after this; those who wait are ended by their own signals. */
  stop(): void {
    this.#worker.stop();
  }

  /**
   * Asks for a lease. Settles at once when `waitMs` is 0, else when it is granted or the wait is over. `signal`,
   * asked for only when it comes to waiting, says that nobody waits for the answer any more. Rejects with
   * StoreReadOnlyError when nothing can be stored.
   */
  acquire(
    resource: string,
    ask: LeaseAsk,
    waitMs: number,
    signal?: () => AbortSignal,
  ): Promise<AcquireOutcome> {
    const slot = this.#slot(resource);
    const known = this.#answerAtOnce(slot, ask, waitMs);
    if (known !== null) return Promise.resolve(known);
    return new Promise((settle, fail) => {
      const request = { ask, once: waitMs === 0, late: false, dispose: () => {}, settle, fail };
      if (request.once) slot.tries.push(request);
      else this.#wait(slot, request, waitMs, signal?.());
      this.#worker.kick(slot);
    });
  }

  /** The holder says that it is there: its TTL counts from now. Nothing is written. False: it holds it no more. */
  renew(resource: string, token: LeaseToken): boolean {
    const slot = this.slot(resource);
    if (slot === undefined || slot.clearingEpoch === token.epoch) return false;
    const step = renew(slot.state, token, this.#nowMs());
    if (step.ok) slot.state = step.state;
    return step.ok;
  }

  /**
   * Gives a lease back. Resolves with what was released, also when it was before with this very token; null when
   * the token is not the holder's. `audit` is written with it when it is not the holder's own doing.
   */
  release(
    resource: string,
    token: LeaseToken,
    by: { why: string | null; audit: AuditRecord | null } = { why: null, audit: null },
  ): Promise<Released | null> {
    const slot = this.#slot(resource);
    return new Promise((settle, fail) => {
      slot.releases.push({ token, ...by, settle, fail });
      this.#worker.kick(slot);
    });
  }

  /** One step of a clear, in this lease's own order of works: what a renewal or a grant did before it is seen by it. */
  guard(resource: string, job: Pick<GuardJob, "change" | "allow" | "write">): Promise<GuardOutcome> {
    const slot = this.#slot(resource);
    return new Promise((settle, fail) => {
      slot.guards.push({ ...job, settle, fail });
      this.#worker.kick(slot);
    });
  }

  /** Leases that a clear has closed, with how. */
  guarded(): { resource: string; guard: LeaseGuard }[] {
    return [...this.#index.guarded].flatMap(({ resource, guard }) =>
      guard === null ? [] : [{ resource, guard }],
    );
  }

  /** Gives back all that a session holds, and ends its waits. */
  async releaseAll(sessionId: string, why: string): Promise<void> {
    this.dropWaits(sessionId);
    await Promise.all(
      this.heldBy(sessionId).map((resource) => {
        const epoch = this.#index.get(resource)?.state.holder?.epoch ?? 0;
        return this.release(resource, { sessionId, epoch }, { why, audit: null });
      }),
    );
  }

  /** Ends the waits of a session that is gone, or that may take nothing now. */
  dropWaits(sessionId: string, code: "session-gone" | "not-now" = "session-gone"): void {
    for (const slot of this.#index.waitedFor(sessionId)) {
      for (const request of requestsOf(slot, sessionId)) {
        dropRequest(slot, request, this.#index);
        request.settle({ outcome: "refused", code, because: this.#worker.because(slot) });
      }
      this.#worker.changed(slot);
    }
  }

  /** How a lease stands now. Null: there was never such a lease. */
  async standing(resource: string, epoch: number): Promise<LeaseStanding | null> {
    const slot = this.slot(resource);
    if (slot?.loaded) {
      const { state } = slot;
      const valid = isValidEpoch(state, epoch, this.#nowMs());
      return { epoch: state.epoch, holderSessionId: state.holder?.sessionId ?? null, valid };
    }
    const stored = await this.#options.store.get("lease", resource);
    // Whatever is held is in memory, so what is not is free.
    return stored && { epoch: stored.value.epoch, holderSessionId: null, valid: false };
  }

  /** Who waits for a lease, first come first; wall times. */
  waiters(resource: string): { sessionId: string; since: number; deadlineAt: number }[] {
    const queue = this.#index.get(resource)?.queue ?? [];
    return queue.map(({ sessionId, sinceAt, deadlineAt }) => ({ sessionId, since: sinceAt, deadlineAt }));
  }

  place(resource: string, sessionId: string): { place: number | null; waiters: number } {
    const queue = this.#index.get(resource)?.queue ?? [];
    return { place: placeOf(queue, sessionId), waiters: queue.length };
  }

  heldBy(sessionId: string): string[] {
    return this.#index.heldBy(sessionId);
  }

  /** Sessions that hold something. */
  holders(): Iterable<string> {
    return this.#index.holders();
  }

  /** A lease in memory, with what its holder's beats have shown since; for the judge. */
  slot(resource: string): LeaseSlot | undefined {
    const slot = this.#index.get(resource);
    if (slot !== undefined) slot.state = this.#worker.seen(slot);
    return slot;
  }

  /** Leases whose rows may have to be written, since it was asked last; for the judge. */
  takeChanged(): string[] {
    return this.#index.takeChanged();
  }

  /** The judge could not write a row, or has to look at it again later. */
  noteChanged(slot: LeaseSlot): void {
    this.#index.change(slot);
  }

  /** Forgets leases whose documents are about to be taken away, and those who wait for them. */
  forget(isMeant: (resource: string) => boolean): void {
    for (const slot of [...this.#index.all()]) if (isMeant(slot.resource)) this.#worker.forget(slot);
  }

  /** Forgets a lease about which nothing goes on; for the judge. */
  forgetIfIdle(slot: LeaseSlot): void {
    if (isIdle(slot, this.#nowMs())) this.#index.forget(slot);
  }

  #nowMs(): number {
    return this.#options.clock.monoMs();
  }

  #slot(resource: string): LeaseSlot {
    return this.slot(resource) ?? this.#index.add(newSlot(resource, freeLease(0)));
  }

  #adopt(record: LeaseRecord, nowMs: number): void {
    const { epoch, holder, delayUntil, lastReleasedAt, status } = record;
    const lockDelayMs = delayUntil === null ? 0 : Math.max(0, delayUntil - (lastReleasedAt ?? delayUntil));
    const state = recover({ epoch, holder, lockDelayMs }, nowMs, this.#options.graceUntilMs);
    const slot = this.#index.add(newSlot(record.resource, state));
    slot.loaded = true;
    this.#index.setGuard(slot, guardFrom(record.quarantine, nowMs));
    slot.status = status;
    slot.toldVerdict = status.judgement?.verdict ?? null;
    for (const refusal of status.refusals)
      slot.refusals.set(refusal.sessionId, { ...refusal, lastMs: nowMs });
    this.#index.moveHolder(slot, null, holder?.sessionId ?? null);
    this.#index.change(slot);
    this.#worker.arm(slot);
  }

  /** What memory alone can answer: a full queue, the same grant again, a try for what somebody else holds. */
  #answerAtOnce(slot: LeaseSlot, ask: LeaseAsk, waitMs: number): AcquireOutcome | null {
    const { sessionId } = ask;
    const refuse = (code: "lock-held" | "too-many-waiters"): AcquireOutcome => {
      this.#worker.countRefusal(slot, sessionId);
      return { outcome: "refused", code, because: this.#worker.because(slot) };
    };
    const full = slot.queue.length >= limits.waitersPerResourceMax && !slot.waits.has(sessionId);
    if (waitMs > 0 && full) return refuse("too-many-waiters");
    if (!slot.loaded || slot.working) return null;
    const { holder } = slot.state;
    if (holder === null || !isValidEpoch(slot.state, holder.epoch, this.#nowMs())) return null;
    if (holder.sessionId !== sessionId) return waitMs === 0 ? refuse("lock-held") : null;
    slot.state = withSign(slot.state, this.#nowMs());
    return { outcome: "granted", holder };
  }

  #wait(slot: LeaseSlot, request: AcquireRequest, waitMs: number, signal: AbortSignal | undefined): void {
    const { clock, setTimer } = this.#options;
    joinQueue(slot, request, waitMs, this.#index, { nowMs: clock.monoMs(), nowAt: clock.wallMs() });
    const cancelTimer = setTimer(waitMs, () => {
      request.late = true;
      if (!slot.working) this.#worker.refuse(slot, request, "wait-timed-out");
    });
    const aborted = () => {
      dropRequest(slot, request, this.#index);
      this.#worker.changed(slot);
      request.settle({ outcome: "abandoned" });
    };
    request.dispose = () => {
      cancelTimer();
      signal?.removeEventListener("abort", aborted);
    };
    if (signal?.aborted) aborted();
    else signal?.addEventListener("abort", aborted, { once: true });
    this.#worker.changed(slot);
  }
}
