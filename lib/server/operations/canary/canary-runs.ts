/**
 * What a canary counts in memory, on the machine's own clock: after a restart a step's bake time begins anew. A wall
 * clock that jumps changes nothing.
 */
export interface CanaryRun {
  /** The step or the way back that these times are of. */
  phase: string;
  beganMs: number;
  /** Since when all of the step are healthy without a break; null while they are not. */
  healthyMs: number | null;
  /** When each node was first seen with the version. */
  readyMs: Map<string, number>;
  /** When each node's agent was last seen to be there. */
  hereMs: Map<string, number>;
}

/** The runs of all canaries under way, by operation. */
export class CanaryRuns {
  readonly #runs = new Map<string, CanaryRun>();

  /** The run of this phase; another phase begins its times anew. */
  of(operationId: string, phase: string, nowMs: number): CanaryRun {
    const known = this.#runs.get(operationId);
    if (known?.phase === phase) return known;
    const hereMs = known?.hereMs ?? new Map<string, number>();
    const run: CanaryRun = { phase, beganMs: nowMs, healthyMs: null, readyMs: new Map(), hereMs };
    this.#runs.set(operationId, run);
    return run;
  }

  forget(operationId: string): void {
    this.#runs.delete(operationId);
  }
}
