import { createHash } from "node:crypto";
import type { Order, OrdersReport } from "#lib/contract/orders.ts";
import type { SetTimer } from "#lib/server/leases/lease-worker.ts";
import type { SessionRecord } from "#lib/store/records.ts";

/** An order for one session, as of now. */
export interface StampedOrder {
  order: Order;
  /** Changes when a duration was set anew, as by an extension; that durations run down is no change. */
  stamp?: string;
}

/** A part of the server that wants something of sessions: the operations, the configurations. */
export interface OrderSource {
  /** What this session is to do as of now, with what remains of each duration. Called often: keep an index. */
  ordersFor(sessionId: string): readonly StampedOrder[];
  /** What a session reported, its units apart. When it throws, the session sends the report again. */
  take?(session: SessionRecord, report: OrdersReport): Promise<void>;
}

export interface OrderList {
  version: string;
  orders: Order[];
}

/** Changes that come together are answered together. */
const gatherMs = 10;

/** What each session is to do, composed of all sources, and those who wait for a change of it. */
export class OrderDesk {
  readonly #setTimer: SetTimer;
  readonly #sources: OrderSource[] = [];
  readonly #waiting = new Map<string, Set<() => void>>();
  #due: Set<string> | "all" = new Set();
  #cancelRing: (() => void) | null = null;

  constructor(setTimer: SetTimer) {
    this.#setTimer = setTimer;
  }

  join(source: OrderSource): void {
    this.#sources.push(source);
  }

  /** The lists of these sessions may have changed; of all of them when none is named. */
  changed(sessionIds?: Iterable<string>): void {
    if (sessionIds === undefined) this.#due = "all";
    else if (this.#due !== "all") for (const id of sessionIds) this.#due.add(id);
    this.#cancelRing ??= this.#setTimer(gatherMs, () => this.#ring());
  }

  /** The whole list as of now. */
  list(sessionId: string): OrderList {
    const stamped = this.#sources.flatMap((source) => source.ordersFor(sessionId));
    return { version: versionOf(stamped), orders: stamped.map(({ order }) => order) };
  }

  /** Resolves with the list when it is not the known one, at the latest after `waitMs` or when nobody waits any more. */
  async wait(
    sessionId: string,
    known: string | undefined,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<OrderList> {
    let over = waitMs <= 0;
    const cancel = over
      ? () => {}
      : this.#setTimer(waitMs, () => {
          over = true;
          this.#wake(sessionId);
        });
    try {
      for (;;) {
        const list = this.list(sessionId);
        if (over || signal.aborted || list.version !== known) return list;
        await this.#rung(sessionId, signal);
      }
    } finally {
      cancel();
    }
  }

  /**
   * Waits for many at once. Resolves with those whose list is not the known one any more; with none after `waitMs`, or
   * when nobody waits any more.
   */
  async waitAny(known: ReadonlyMap<string, string>, waitMs: number, signal: AbortSignal): Promise<string[]> {
    const rung = new Set<string>();
    let over = waitMs <= 0 || signal.aborted;
    let go = () => {};
    const end = () => {
      over = true;
      go();
    };
    const leave = [...known.keys()].map((id) =>
      this.#listen(id, () => {
        rung.add(id);
        go();
      }),
    );
    leave.push(this.#setTimer(waitMs, end));
    signal.addEventListener("abort", end, { once: true });
    try {
      for (;;) {
        const due = [...rung];
        rung.clear();
        const changed = due.filter((id) => this.list(id).version !== known.get(id));
        if (over || changed.length > 0) return changed;
        const waked = Promise.withResolvers<void>();
        go = waked.resolve;
        await waked.promise;
      }
    } finally {
      signal.removeEventListener("abort", end);
      for (const one of leave) one();
    }
  }

  /** Lets every source take in what a session reported. */
  async take(session: SessionRecord, report: OrdersReport): Promise<void> {
    for (const source of this.#sources) await source.take?.(session, report);
  }

  stop(): void {
    this.#cancelRing?.();
  }

  #ring(): void {
    this.#cancelRing = null;
    const due = this.#due;
    this.#due = new Set();
    for (const id of due === "all" ? [...this.#waiting.keys()] : due) this.#wake(id);
  }

  #wake(sessionId: string): void {
    for (const wake of [...(this.#waiting.get(sessionId) ?? [])]) wake();
  }

  #rung(sessionId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener("abort", wake);
        leave();
        resolve();
      };
      const leave = this.#listen(sessionId, wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }

  /** Returns an unsubscribe. */
  #listen(sessionId: string, wake: () => void): () => void {
    const waiting = this.#waiting.get(sessionId) ?? new Set();
    this.#waiting.set(sessionId, waiting);
    waiting.add(wake);
    return () => {
      waiting.delete(wake);
      if (waiting.size === 0 && this.#waiting.get(sessionId) === waiting) this.#waiting.delete(sessionId);
    };
  }
}

/** What remains of a duration changes all the time; what is asked for does not. */
const running = new Set(["remainingMs", "drainRemainingMs"]);

function versionOf(orders: readonly StampedOrder[]): string {
  const text = JSON.stringify(orders, (key, value) => (running.has(key) ? undefined : value));
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
