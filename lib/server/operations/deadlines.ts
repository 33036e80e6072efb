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
  readonly #ends = new Map<string, Map<DeadlineName, number>>();

  constructor(monoMs: () => number) {
    this.#monoMs = monoMs;
  }

  /** Counts `ms` from now; one of the same name is replaced. */
  start(operationId: string, name: DeadlineName, ms: number): void {
    const own = this.#ends.get(operationId) ?? new Map<DeadlineName, number>();
    own.set(name, this.#monoMs() + ms);
    this.#ends.set(operationId, own);
  }

  /** Starts it unless it runs or has ended in this run of the server; returns what remains. */
  ensure(operationId: string, name: DeadlineName, ms: number): number {
    if (this.remainingMs(operationId, name) === null) this.start(operationId, name, ms);
    return this.remainingMs(operationId, name) ?? ms;
  }

  /** 0 when it is over; null when it was never begun in this run of the server. */
  remainingMs(operationId: string, name: DeadlineName): number | null {
    const end = this.#ends.get(operationId)?.get(name);
    return end === undefined ? null : Math.max(0, end - this.#monoMs());
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
}
