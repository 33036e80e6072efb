import { isEnded } from "#lib/domain/operations/operation.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import { Deadlines } from "./deadlines.ts";
import type { SessionOrder } from "./session-order.ts";

interface Machinery {
  orders(operation: OperationRecord, sessionId?: string): SessionOrder[];
  nudge(): void;
}

/** Operations that have not ended, in memory, as the log has them; and what is due for them by time. */
export class OperationsDesk {
  readonly deadlines: Deadlines;
  readonly #active = new Map<string, OperationRecord>();
  readonly #listeners = new Set<(ids: readonly string[]) => void>();
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

  /** What all sessions are to do for one operation; nothing once it has ended. */
  ordersOf(id: string): SessionOrder[] {
    const operation = this.#active.get(id);
    return operation === undefined ? [] : this.#machinery.orders(operation);
  }

  /** Called after each commit with the operations that it changed: their orders may be others now. */
  onChange(listener: (ids: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something that no commit tells of has changed: look at every operation soon. */
  nudge(): void {
    this.#machinery.nudge();
  }

  #fold(commit: Commit): void {
    const changed: string[] = [];
    for (const { kind, value, id } of commit.puts) {
      if (kind !== "operation") continue;
      this.#note(value as OperationRecord);
      changed.push(id);
    }
    for (const { kind, id } of commit.removes) {
      if (kind !== "operation") continue;
      this.#active.delete(id);
      this.deadlines.forget(id);
      changed.push(id);
    }
    if (changed.length > 0) for (const listener of this.#listeners) listener(changed);
  }

  #note(record: OperationRecord): void {
    if (isEnded(record.state)) {
      this.#active.delete(record.id);
      this.deadlines.forget(record.id);
    } else this.#active.set(record.id, record);
  }
}
