import { tunables } from "#lib/agent/tunables.ts";

/**
 * Lets each kind of message through once a minute and counts the others, so that a host that logs the same line a
 * thousand times a second makes one event of it. Bounded in memory and in events a minute.
 */
export class EventLimiter {
  readonly #last = new Map<string, { atMs: number; held: number }>();
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #inWindow = 0;
  #skipped = 0;

  /** The text to report for a message, or null when it only counts. */
  pass(kind: string, text: string, nowMs: number): string | null {
    const key = `${kind} ${text.replace(/[0-9a-fx]*\d[0-9a-fx]*/gi, "#").slice(0, 200)}`;
    const known = this.#last.get(key);
    if (known !== undefined && nowMs - known.atMs < tunables.repeatMs) {
      known.held += 1;
      return null;
    }
    if (nowMs - this.#windowStartMs >= 60_000) {
      this.#windowStartMs = nowMs;
      this.#inWindow = 0;
    }
    if (this.#inWindow >= tunables.eventsPerMinute) {
      this.#skipped += 1;
      return null;
    }
    this.#inWindow += 1;
    this.#forget(nowMs);
    this.#last.set(key, { atMs: nowMs, held: 0 });
    const notes = [
      ...(known !== undefined && known.held > 0 ? [`and ${known.held} more like it before`] : []),
      ...(this.#skipped > 0 ? [`${this.#skipped} other messages were left out`] : []),
    ];
    this.#skipped = 0;
    return notes.length === 0 ? text : `${text} (${notes.join("; ")})`;
  }

  /** Keeps the memory bounded: old lines first. */
  #forget(nowMs: number): void {
    for (const [key, { atMs, held }] of this.#last) {
      const old = nowMs - atMs >= tunables.repeatMs && held === 0;
      if (!old && this.#last.size < 1_000) continue;
      this.#last.delete(key);
    }
  }
}
