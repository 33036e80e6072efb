import { isEnded } from "#lib/domain/operations/operation.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import { Deadlines } from "./deadlines.ts";
import type { SessionOrder } from "./session-order.ts";

interface Machinery {
  orders(operation: OperationRecord, sessionId: string): SessionOrder[];
  nudge(): void;
}

/** Operations that have not ended, in memory, as the log has them; and what is due for them by time. */
export class OperationsDesk {
  readonly deadlines: Deadlines;
  readonly #active = new Map<string, OperationRecord>();
  readonly #listeners = new Set<() => void>();
  #machinery: Machinery = { orders: () => [], nudge: () => {} };

  /** `monoMs`: the machine's own monotonic clock, which also goes on while this process does not run. */
  constructor(monoMs: () => number) {
    this.deadlines = new Deadlines(monoMs);
  }

  /** Takes over what is stored, and follows the log from then on. */
  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    for await (const { value } of store.all("operation")) this.#note(value);
    store.onCommit((commit) => this.#fold(commit));
  }

  /** The executor: who makes orders of operations, and looks at them when asked to. */
  attach(machinery: Machinery): void {
    this.#machinery = machinery;
  }

  /** Every operation that has not ended. */
  active(): OperationRecord[] {
    return [...this.#active.values()];
  }

  find(id: string): OperationRecord | undefined {
    return this.#active.get(id);
  }

  /** What one session is to do for all operations, as of now; durations are what remains. */
  ordersFor(sessionId: string): SessionOrder[] {
    return this.active().flatMap((operation) =>
      this.#machinery.orders(operation, sessionId).filter((order) => order.sessionId === sessionId),
    );
  }

  /** Called whenever somebody's orders may have changed. Returns an unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something that no commit tells of has changed: look at every operation soon. */
  nudge(): void {
    this.#machinery.nudge();
    this.tell();
  }

  /** Time alone changed what sessions are to do. */
  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #fold(commit: Commit): void {
    let changed = false;
    for (const { kind, value } of commit.puts) {
      if (kind !== "operation") continue;
      this.#note(value as OperationRecord);
      changed = true;
    }
    if (changed) this.tell();
  }

  #note(record: OperationRecord): void {
    if (isEnded(record.state)) {
      this.#active.delete(record.id);
      this.deadlines.forget(record.id);
    } else this.#active.set(record.id, record);
  }
}
