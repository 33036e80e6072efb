import type { OperationRecord } from "#lib/store/records.ts";
import type { Commit } from "#lib/store/store.ts";
import type { SimProcess } from "./sim-process.ts";

/** A timer of a second, a request under way, and the look that follows. */
const slackMs = 4_000;

/** What must never be, whatever happens; the first breach is kept, with the time of the simulation. */
export class Invariants {
  readonly #nowMs: () => number;
  readonly #owners = new Map<string, SimProcess>();
  readonly #holders = new Map<string, string | null>();
  readonly #writers = new Map<number, SimProcess>();
  readonly #drains = new Map<string, { fromMs: number; mostMs: number }>();
  readonly #heldFrom = new Map<string, number>();
  #jumped = false;
  #lastEpoch = 0;
  #breach: string | null = null;
  /** How often what is to be shown was really there: a simulation in which nothing is cleared shows nothing. */
  readonly counts = { clears: 0, writes: 0, pauses: 0, refusedWrites: 0, ended: 0 };

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get breach(): string | null {
    return this.#breach;
  }

  broken(what: string): void {
    this.#breach ??= `at ${this.#nowMs()} ms: ${what}`;
  }

  owns(sessionId: string, process: SimProcess): void {
    this.#owners.set(sessionId, process);
  }

  /** The resource took a write with this epoch. */
  wrote(epoch: number, by: SimProcess): void {
    this.counts.writes += 1;
    const other = this.#writers.get(epoch);
    if (other !== undefined && other !== by) this.broken(`epoch ${epoch} was accepted from two writers`);
    if (epoch < this.#lastEpoch) this.broken(`epoch ${epoch} was accepted after ${this.#lastEpoch}`);
    this.#writers.set(epoch, by);
    this.#lastEpoch = Math.max(this.#lastEpoch, epoch);
  }

  commit(commit: Commit): void {
    for (const { kind, id, value } of commit.puts) {
      if (kind === "operation") this.#operation(value as OperationRecord);
      if (kind !== "lease") continue;
      const { holder, quarantine } = value as {
        holder: { sessionId: string } | null;
        quarantine?: { phase: string } | null;
      };
      const before = this.#holders.get(id) ?? null;
      if (before !== null && holder === null && quarantine?.phase === "quarantined") this.#cleared(before);
      this.#holders.set(id, holder?.sessionId ?? null);
    }
  }

  #cleared(sessionId: string): void {
    this.counts.clears += 1;
    if (this.#owners.get(sessionId)?.alive === true) this.broken(`a living owner was cleared: ${sessionId}`);
  }

  /** Somebody set the server's wall clock: from then on the server may err in what is left of a hold. */
  jumped(): void {
    this.#jumped = true;
  }

  #operation({ id, spec, state, endedAt }: OperationRecord): void {
    if (endedAt !== null) this.counts.ended += 1;
    if (spec.kind !== "drain" || state !== "running" || this.#drains.has(id)) return;
    this.#drains.set(id, { fromMs: this.#nowMs(), mostMs: spec.deadlineMs + spec.holdMs });
  }

  /**
   * A unit is not running now, and says that these operations hold it. None may for longer than its deadline and hold
   * together: counted from when the drain began to run, and whatever clocks do, from when this unit was first held.
   */
  paused(name: string, operationIds: readonly string[]): void {
    this.counts.pauses += 1;
    for (const id of operationIds) {
      const key = `${name} ${id}`;
      const firstMs = this.#heldFrom.get(key) ?? this.#nowMs();
      this.#heldFrom.set(key, firstMs);
      const { fromMs, mostMs } = this.#drains.get(id) ?? { fromMs: 0, mostMs: 0 };
      const endMs = (this.#jumped ? firstMs : Math.min(firstMs, fromMs)) + mostMs + slackMs;
      if (this.#nowMs() > endMs)
        this.broken(`${name} is held by ${id}, which should be over since ${endMs} ms`);
    }
  }
}
