import type { Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import type { PageMessage } from "#lib/domain/paging/message.ts";
import { dedupKey } from "#lib/domain/paging/message.ts";
import { type Attempted, afterAttempt } from "#lib/domain/paging/outbox.ts";
import { nextByTarget, type PageDelivery } from "#lib/domain/paging/page.ts";
import type { PageRecord, PageTargetRecord } from "#lib/store/page-records.ts";
import type { Store } from "#lib/store/store.ts";
import { deliveryEvent } from "./delivery-event.ts";
import { pageMessage } from "./page-message.ts";
import type { PagingDesk } from "./paging-desk.ts";

export interface DelivererParts {
  store: Store;
  clock: Clock;
  desk: PagingDesk;
  log: Logger;
  /** In [0, 1). */
  random: () => number;
  /** Never rejects. */
  send: (target: PageTargetRecord, message: PageMessage, signal: AbortSignal) => Promise<Attempted>;
}

/**
 * Empties the outbox: each target gets one message at a time, so that one that hangs delays nobody else, and its
 * messages come in order. What was sent is written down afterwards; a server that is killed in between sends again.
 */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #busy = new Map<string, Promise<void>>();
  /** Monotonic time of each next attempt; the record's wall time is for a server that starts. */
  readonly #dueAt = new Map<string, { nextAt: number; mono: number }>();
  readonly #stopping = new AbortController();

  constructor(parts: DelivererParts) {
    this.#parts = parts;
  }

  /** Starts every attempt that is due. Returns at once. */
  round(): void {
    const { store, desk } = this.#parts;
    if (this.#stopping.signal.aborted || store.readOnlyReason() !== null) return;
    for (const { record } of desk.pages.values()) {
      if (!record.deliveries.some(({ state }) => state === "waiting")) continue;
      for (const delivery of nextByTarget(record.deliveries)) {
        if (this.#busy.has(delivery.targetId) || !this.#isDue(record.id, delivery)) continue;
        const attempt = this.#attempt(record, delivery)
          .catch((error: unknown) => this.#parts.log.warn({ err: error }, "a page could not be written down"))
          .finally(() => this.#busy.delete(delivery.targetId));
        this.#busy.set(delivery.targetId, attempt);
      }
    }
  }

  /** Resolves when the attempts under way have ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#busy.values());
  }

  /** Gives up the attempts under way: nothing is written of them, so the next server makes them again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.idle();
  }

  #isDue(pageId: string, { targetId, what, nextAt }: PageDelivery): boolean {
    const { clock } = this.#parts;
    const key = `${pageId} ${targetId} ${what}`;
    const known = this.#dueAt.get(key);
    if (known?.nextAt === nextAt) return known.mono <= clock.monoMs();
    const waitMs = Math.min(Math.max(0, nextAt - clock.wallMs()), limits.pageBackoffMaxMs);
    this.#dueAt.set(key, { nextAt, mono: clock.monoMs() + waitMs });
    return waitMs === 0;
  }

  async #attempt(page: PageRecord, delivery: PageDelivery): Promise<void> {
    const target = this.#parts.desk.targets.get(delivery.targetId);
    const attempted = this.#hopeless(page, delivery, target) ?? (await this.#send(page, delivery, target));
    if (this.#stopping.signal.aborted) return;
    const { store, clock, random } = this.#parts;
    const chance = random();
    await store.write(async (tx) => {
      const stored = await tx.get("page", page.id);
      if (stored === null || stored.goneAt !== null) return;
      const { deliveries } = stored.value;
      const at = deliveries.findIndex(
        (one) => one.targetId === delivery.targetId && one.what === delivery.what && one.state === "waiting",
      );
      const before = deliveries[at];
      if (before === undefined) return;
      const after = afterAttempt(before, attempted, clock.wallMs(), chance);
      await tx.put("page", page.id, { ...stored.value, deliveries: deliveries.with(at, after) });
      const event = deliveryEvent(stored.value, after, clock.wallMs());
      if (event !== null) await tx.event(event);
    });
    this.#dueAt.delete(`${page.id} ${delivery.targetId} ${delivery.what}`);
  }

  async #send(
    page: PageRecord,
    delivery: PageDelivery,
    target: PageTargetRecord | undefined,
  ): Promise<Attempted> {
    if (target === undefined) return { outcome: "never", because: "The receiver was removed." };
    const message = pageMessage(page, delivery.what, this.#parts.desk.consoleUrl);
    return this.#parts.send(target, message, this.#stopping.signal);
  }

  /** Why it is not sent at all. */
  #hopeless(
    page: PageRecord,
    delivery: PageDelivery,
    target: PageTargetRecord | undefined,
  ): Attempted | null {
    if (target !== undefined && !target.enabled) {
      return { outcome: "never", because: "The receiver was switched off." };
    }
    if (delivery.what === "trigger") return null;
    const first = page.deliveries.find((one) => one.targetId === delivery.targetId && one.what === "trigger");
    if (first?.state === "failed") {
      return { outcome: "never", because: "The page itself did not arrive there." };
    }
    return this.#isReplaced(page)
      ? { outcome: "never", because: "A newer page of the same lock has replaced it." }
      : null;
  }

  /** Receivers merge by lock: a late word about an old page would end the new one there. */
  #isReplaced(page: PageRecord): boolean {
    const key = keyOf(page);
    for (const { record } of this.#parts.desk.pages.values()) {
      const newer = record.createdAt > page.createdAt && record.resolvedAt === null;
      if (newer && record.id !== page.id && keyOf(record) === key) return true;
    }
    return false;
  }
}

function keyOf({ id, lockId, operationId }: PageRecord): string {
  return dedupKey({ pageId: id, lockId, operationId });
}
