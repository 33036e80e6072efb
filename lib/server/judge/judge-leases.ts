import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import type { SessionJudgement } from "#lib/domain/session-facts.ts";
import type { LeaseEngine } from "#lib/server/leases/lease-engine.ts";
import type { LeaseSlot } from "#lib/server/leases/lease-slot.ts";
import { leaseStatus, sameStatus } from "#lib/server/leases/lease-status.ts";
import type { BeatBook } from "#lib/server/sessions/beat-book.ts";
import type { LeaseStatus } from "#lib/store/records.ts";
import type { NewEvent, Tx } from "#lib/store/store.ts";
import { leaseStatusEvents } from "./judge-events.ts";
import type { SessionJudge } from "./session-judge.ts";

export interface LeaseChange {
  slot: LeaseSlot;
  status: LeaseStatus;
  judged: SessionJudgement | null;
  events: NewEvent[];
  /** The grant that the status is about; another one in the document makes it void. */
  epoch: number;
  /** Set inside the write: the document was still about that grant. */
  written: boolean;
}

interface Parts {
  clock: Clock;
  beats: BeatBook;
  judge: SessionJudge;
  leases: LeaseEngine;
}

/** Looks at leases about which something changed, and writes their status down. */
export class LeaseRounds {
  readonly #parts: Parts;
  /** Leases that are HOT: they cool down by time alone, so each round looks at them. */
  readonly #hot = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  changes(resources: Iterable<string>, nowMs: number): LeaseChange[] {
    const due = new Set([...resources, ...this.#hot]);
    return [...due].flatMap((resource) => this.#changeOf(resource, nowMs) ?? []);
  }

  #changeOf(resource: string, nowMs: number): LeaseChange | null {
    const { leases, judge } = this.#parts;
    const slot = leases.slot(resource);
    if (slot === undefined || !slot.loaded) {
      this.#hot.delete(resource);
      return null;
    }
    // The write under way carries a status of its own; then there is more to say.
    if (slot.working) return this.#later(slot);
    const { holder, epoch } = slot.state;
    const judged = holder === null ? null : judge.of(holder.sessionId);
    const status = this.#statusOf(slot, judged, nowMs);
    if (status.state === "hot") this.#hot.add(resource);
    else this.#hot.delete(resource);
    if (slot.status !== null && sameStatus(slot.status, status)) {
      leases.forgetIfIdle(slot);
      return null;
    }
    if (this.#onlyCounts(slot, status) && nowMs - slot.notedMs < limits.refusalFlushMs)
      return this.#later(slot);
    const tellVerdict = judged !== null && judged.reason !== "recovering";
    const node = holder === null ? null : (this.#parts.beats.session(holder.sessionId)?.record.node ?? null);
    const at = this.#parts.clock.wallMs();
    const events = leaseStatusEvents(slot, status, { node, at, tellVerdict });
    return { slot, status, judged, epoch, events, written: false };
  }

  #later(slot: LeaseSlot): null {
    this.#parts.leases.noteChanged(slot);
    return null;
  }

  #statusOf(slot: LeaseSlot, judged: SessionJudgement | null, nowMs: number): LeaseStatus {
    const { clock, beats } = this.#parts;
    const { holder } = slot.state;
    return leaseStatus({
      state: slot.state,
      guard: slot.guard,
      waiters: slot.queue.length,
      refusals: slot.refusals.values(),
      judged,
      lastBeatAt: holder === null ? null : beats.lastBeatAt(holder.sessionId),
      nowMs,
      toWall: (ms) => Math.round(clock.wallMs() + ms - nowMs),
    });
  }

  /** Nothing but the number of refusals changed: that may wait a moment, however many come. */
  #onlyCounts(slot: LeaseSlot, status: LeaseStatus): boolean {
    return slot.status !== null && sameStatus({ ...slot.status, refusals: [] }, { ...status, refusals: [] });
  }

  /** Writes a status, unless the lease has passed on meanwhile: then its own write says how it is. */
  async write(tx: Tx, change: LeaseChange): Promise<void> {
    const { slot, status, events, epoch } = change;
    const stored = await tx.get("lease", slot.resource);
    if (stored === null || stored.value.epoch !== epoch) return;
    if (stored.value.holder?.sessionId !== slot.state.holder?.sessionId) return;
    const delayUntil = status.state === "quarantined" ? stored.value.delayUntil : null;
    await tx.put("lease", slot.resource, { ...stored.value, delayUntil, status });
    for (const event of events) await tx.event(event);
    change.written = true;
  }

  /** After the write is on disk. */
  noteWritten({ slot, status, judged, written }: LeaseChange, nowMs: number): void {
    if (!written) {
      this.#parts.leases.noteChanged(slot);
      return;
    }
    slot.status = status;
    slot.notedMs = nowMs;
    if (judged !== null && judged.reason !== "recovering") slot.toldVerdict = judged.verdict;
    // Counts that are over are counted anew when somebody is refused again.
    for (const [id, { lastMs }] of slot.refusals) {
      if (nowMs - lastMs >= limits.hotWindowMs) slot.refusals.delete(id);
    }
    this.#parts.leases.forgetIfIdle(slot);
  }
}
