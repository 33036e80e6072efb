import type { Api } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import { readSse } from "#lib/client/sse.ts";
import { pause } from "#lib/client/waiting/pause.ts";

const topics = "locks,operations,incidents,drills";
const againMs = 1_000;
/** Changes that come in a burst are looked at once. */
const settleMs = 40;

/** Rings at each change that the server tells of. */
export class Pulse {
  readonly #waiting = new Set<() => void>();

  /** Listens until told to stop. Rejects never: without the stream, those who wait ask from time to time. */
  async listen(api: Api, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { body } = await api.open(apiPaths.stream, { query: { topics }, signal });
        if (body !== null) for await (const _ of readSse(body)) this.ring();
      } catch {
        // It is opened again below.
      }
      await pause(againMs, signal);
    }
  }

  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Until the next change, `mostMs` at the most, or told to stop. */
  async wait(mostMs: number, signal: AbortSignal): Promise<void> {
    const rung = new AbortController();
    const wake = () => rung.abort();
    this.#waiting.add(wake);
    try {
      await pause(mostMs, AbortSignal.any([rung.signal, signal]));
    } finally {
      this.#waiting.delete(wake);
    }
    if (rung.signal.aborted) await pause(settleMs, signal);
  }
}
