/** What is only true for a while, by operation: an acknowledgement, a bypass, the time that a plan is good for. */
export type DeadlineName =
  | "plan"
  | "wait"
  | "ack"
  | "bypass"
  | "quarantine"
  | "admit"
  | "answer"
  | "order"
  | "gone"
  | "drain"
  | "hold"
  | "resume"
  | "progress"
  | "look";

/**
 * Times that decide something, on the machine's monotonic clock and in memory alone: a wall clock that jumps changes
 * nothing, and after a restart there are none, so whatever they allowed has to be allowed again.
 */
export class Deadlines {
  readonly #monoMs: () => number;
  readonly #ends = new Map<string, Map<DeadlineName, { endMs: number; ofMs: number }>>();

  constructor(monoMs: () => number) {
    this.#monoMs = monoMs;
  }

  /** Counts `ms` from now; one of the same name is replaced. */
  start(operationId: string, name: DeadlineName, ms: number): void {
    this.#set(operationId, name, ms, ms);
  }

  /** Starts it unless it runs or has ended in this run of the server; returns what remains. */
  ensure(operationId: string, name: DeadlineName, ms: number): number {
    if (this.remainingMs(operationId, name) === null) this.start(operationId, name, ms);
    return this.remainingMs(operationId, name) ?? ms;
  }

  /** 0 when it is over; null when it was never begun in this run of the server. */
  remainingMs(operationId: string, name: DeadlineName): number | null {
    const end = this.#ends.get(operationId)?.get(name)?.endMs;
    return end === undefined ? null : Math.max(0, end - this.#monoMs());
  }

  /**
   * As `ensure`, of a time that can be made longer: `ofMs` is how long it is in all as recorded, and when that has grown
   * since it was begun, the end is later by as much. So whoever looks first after the record changed sees the new end.
   */
  ensureOf(operationId: string, name: DeadlineName, ms: number, ofMs: number): number {
    const known = this.#ends.get(operationId)?.get(name);
    if (known === undefined) this.#set(operationId, name, ms, ofMs);
    else if (ofMs > known.ofMs) {
      known.endMs += ofMs - known.ofMs;
      known.ofMs = ofMs;
    }
    return this.remainingMs(operationId, name) ?? ms;
  }

  /** Begun, and not over. */
  lasts(operationId: string, name: DeadlineName): boolean {
    return (this.remainingMs(operationId, name) ?? 0) > 0;
  }

  drop(operationId: string, name: DeadlineName): void {
    this.#ends.get(operationId)?.delete(name);
  }

  forget(operationId: string): void {
    this.#ends.delete(operationId);
  }

  #set(operationId: string, name: DeadlineName, ms: number, ofMs: number): void {
    const own = this.#ends.get(operationId) ?? new Map<DeadlineName, { endMs: number; ofMs: number }>();
    own.set(name, { endMs: this.#monoMs() + ms, ofMs });
    this.#ends.set(operationId, own);
  }
}
