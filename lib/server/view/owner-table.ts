import type { KernelProcess } from "#lib/contract/agent.ts";
import type { LockRow, OwnerRef, OwnerRow } from "#lib/contract/rows.ts";
import { MultiMap } from "./multi-map.ts";
import { type ProcessFact, processRow } from "./owner-rows.ts";

/** All owner rows: sessions, which have documents, and processes, which are derived from kernel locks. */
export class OwnerTable {
  readonly rows = new Map<string, OwnerRow>();
  /** Leases that a session holds, by the session's id. */
  readonly #leases = new MultiMap<string>();
  readonly #facts = new Map<string, Map<string, ProcessFact>>();
  readonly #ownersOfLock = new Map<string, string[]>();

  leaseCount(sessionId: string): number {
    return this.#leases.size(sessionId);
  }

  /** Ids of the locks that an owner holds, took or waits for. */
  lockIds(ownerId: string): string[] {
    return [...this.#leases.get(ownerId), ...(this.#facts.get(ownerId)?.keys() ?? [])];
  }

  /** The identity of a process that kernel locks speak of. */
  process(ownerId: string): KernelProcess | null {
    const facts = this.#facts.get(ownerId)?.values().next().value;
    return facts?.process ?? null;
  }

  ref(ownerId: string): OwnerRef | null {
    const row = this.rows.get(ownerId);
    if (row === undefined) return null;
    const { node, service, command, pid } = row;
    return { ownerId, node, service, command, pid };
  }

  /** Notes who holds a lease now; returns the owners whose counts may have changed. */
  moveLease(before: LockRow | undefined, after: LockRow): string[] {
    const from = before?.holder?.ownerId;
    const to = after.holder?.ownerId;
    if (from !== undefined) this.#leases.delete(from, after.id);
    if (to !== undefined) this.#leases.add(to, after.id);
    return [from, to].filter((id) => id !== undefined);
  }

  /** Replaces what one kernel lock says of processes; returns the owners that it spoke or speaks of. */
  setFacts(lockId: string, facts: readonly ProcessFact[]): Set<string> {
    const changed = new Set(this.#ownersOfLock.get(lockId));
    for (const ownerId of changed) {
      const known = this.#facts.get(ownerId);
      known?.delete(lockId);
      if (known?.size === 0) this.#facts.delete(ownerId);
    }
    for (const fact of facts) {
      changed.add(fact.ownerId);
      const known = this.#facts.get(fact.ownerId) ?? new Map<string, ProcessFact>();
      known.set(lockId, fact);
      this.#facts.set(fact.ownerId, known);
    }
    if (facts.length === 0) this.#ownersOfLock.delete(lockId);
    else
      this.#ownersOfLock.set(
        lockId,
        facts.map((f) => f.ownerId),
      );
    return changed;
  }

  /** Derives an owner's row anew; true when it changed or went away. */
  derive(ownerId: string, revision: number): boolean {
    const before = this.rows.get(ownerId);
    if (before?.kind === "session") {
      const locks = this.leaseCount(ownerId);
      if (before.locks === locks) return false;
      this.rows.set(ownerId, { ...before, locks, revision });
      return true;
    }
    const after = processRow([...(this.#facts.get(ownerId)?.values() ?? [])], revision);
    if (after === null) return this.rows.delete(ownerId);
    if (before !== undefined && sameExceptRevision(before, after)) return false;
    this.rows.set(ownerId, after);
    return true;
  }
}

function sameExceptRevision(a: OwnerRow, b: OwnerRow): boolean {
  const keys = Object.keys(a) as (keyof OwnerRow)[];
  return keys.every((key) => key === "revision" || a[key] === b[key]);
}
