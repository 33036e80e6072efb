import { limits } from "#lib/domain/limits.ts";
import type { LiveSignal, Sight } from "./sight.ts";

interface Entry {
  sight: Sight;
  firstMs: number;
  firstAt: number;
  /** When it was not seen any more; null while it is seen. */
  goneMs: number | null;
  isOn: boolean;
}

/**
 * Turns what rules see at each look into signals that do not flicker: one is on when it was seen for its patience
 * without a break, and off when it was not seen for `limits.incidentPatienceMs`. Times ending in `Ms` are of the
 * observer's monotonic clock, which alone decides.
 */
export class SignalBook {
  readonly #entries = new Map<string, Entry>();
  /** When those that are off were last seen; kept until nobody asks for them. */
  readonly #gone = new Map<string, number>();
  #startedMs: number | null = null;

  /** One look. Returns what is on after it. */
  look(sights: Iterable<Sight>, nowMs: number, nowAt: number): LiveSignal[] {
    this.#startedMs ??= nowMs;
    const seen = new Set<string>();
    for (const sight of sights) {
      seen.add(sight.key);
      this.#see(sight, nowMs, nowAt);
    }
    for (const [key, entry] of this.#entries) {
      if (!seen.has(key)) this.#miss(key, entry, nowMs);
    }
    return [...this.#entries.values()].filter(({ isOn }) => isOn).map(signalOf);
  }

  isOn(key: string): boolean {
    return this.#entries.get(key)?.isOn ?? false;
  }

  /**
   * Since when something is not seen, ms; null while it is. What this run never saw is gone since its first look: an
   * observer that starts knows of no calm before.
   */
  goneSinceMs(key: string): number | null {
    const entry = this.#entries.get(key);
    return entry === undefined ? (this.#gone.get(key) ?? this.#startedMs) : entry.goneMs;
  }

  /** Whether something is not seen for so long that it counts as over. */
  isOver(key: string, nowMs: number): boolean {
    const goneMs = this.goneSinceMs(key);
    return goneMs !== null && nowMs - goneMs >= limits.incidentPatienceMs;
  }

  /** Forgets when other things than these ended. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.#gone.keys()) if (!keys.has(key)) this.#gone.delete(key);
  }

  /** Forgets at once what was seen of something that was taken away whole: it neither lasts nor is over. */
  forget(isOf: (sight: Sight) => boolean): void {
    for (const [key, { sight }] of this.#entries) if (isOf(sight)) this.#entries.delete(key);
  }

  #see(sight: Sight, nowMs: number, nowAt: number): void {
    const known = this.#entries.get(sight.key);
    // What was not on yet begins anew after each break.
    const isBroken = known !== undefined && known.goneMs !== null && !known.isOn;
    const entry =
      known === undefined || isBroken
        ? { sight, firstMs: nowMs, firstAt: sight.since ?? nowAt, goneMs: null, isOn: false }
        : { ...known, sight, goneMs: null };
    entry.isOn ||= nowMs - entry.firstMs >= sight.patienceMs;
    this.#entries.set(sight.key, entry);
    this.#gone.delete(sight.key);
  }

  #miss(key: string, entry: Entry, nowMs: number): void {
    entry.goneMs ??= nowMs;
    if (entry.isOn && nowMs - entry.goneMs < limits.incidentPatienceMs) return;
    if (entry.isOn) this.#gone.set(key, entry.goneMs);
    this.#entries.delete(key);
  }
}

function signalOf({ sight, firstAt }: Entry): LiveSignal {
  const { key, rule, severity, resource, lockId, ownerId, node, text } = sight;
  return { key, rule, severity, resource, lockId, ownerId, node, text, since: firstAt, clearedAt: null };
}
