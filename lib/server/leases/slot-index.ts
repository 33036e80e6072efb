import type { LeaseSlot } from "./lease-slot.ts";

/** All leases in memory, found by name, by who holds them and by who waits for them. */
export class SlotIndex {
  readonly #slots = new Map<string, LeaseSlot>();
  readonly #held = new Map<string, Set<string>>();
  readonly #waiting = new Map<string, Set<LeaseSlot>>();
  /** Leases that a clear has closed. */
  readonly guarded = new Set<LeaseSlot>();
  #changed = new Set<string>();

  get(resource: string): LeaseSlot | undefined {
    return this.#slots.get(resource);
  }

  all(): IterableIterator<LeaseSlot> {
    return this.#slots.values();
  }

  add(slot: LeaseSlot): LeaseSlot {
    this.#slots.set(slot.resource, slot);
    return slot;
  }

  forget(slot: LeaseSlot): void {
    slot.cancelTimer?.();
    this.guarded.delete(slot);
    this.#slots.delete(slot.resource);
  }

  setGuard(slot: LeaseSlot, guard: LeaseSlot["guard"]): void {
    slot.guard = guard;
    if (guard === null) this.guarded.delete(slot);
    else this.guarded.add(slot);
  }

  heldBy(sessionId: string): string[] {
    return [...(this.#held.get(sessionId) ?? [])];
  }

  holders(): IterableIterator<string> {
    return this.#held.keys();
  }

  moveHolder(slot: LeaseSlot, from: string | null, to: string | null): void {
    if (from === to) return;
    if (from !== null) remove(this.#held, from, slot.resource);
    if (to !== null) add(this.#held, to, slot.resource);
  }

  waitedFor(sessionId: string): LeaseSlot[] {
    return [...(this.#waiting.get(sessionId) ?? [])];
  }

  noteWait(slot: LeaseSlot, sessionId: string, waits: boolean): void {
    if (waits) add(this.#waiting, sessionId, slot);
    else remove(this.#waiting, sessionId, slot);
  }

  /** The row of this lease may have to be written. */
  change(slot: LeaseSlot): void {
    this.#changed.add(slot.resource);
  }

  takeChanged(): string[] {
    const taken = [...this.#changed];
    if (taken.length > 0) this.#changed = new Set();
    return taken;
  }
}

function add<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

function remove<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const known = map.get(key);
  known?.delete(value);
  if (known?.size === 0) map.delete(key);
}
