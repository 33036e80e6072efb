import type { StreamTimer } from "#lib/client/live-stream.ts";

/** A clock that stands until it is told to move, for tests of what waits. */
export class FakeTimer implements StreamTimer {
  now = 1_000_000;
  #calls: { at: number; call: () => void }[] = [];
  /** How far the wall clock was set from the one that only moves on. */
  setMs = 0;
  readonly wallMs = () => this.now + this.setMs;
  readonly monoMs = () => this.now;
  readonly random = () => 1;
  readonly after = (delayMs: number, call: () => void) => {
    const entry = { at: this.now + delayMs, call };
    this.#calls.push(entry);
    return () => {
      this.#calls = this.#calls.filter((other) => other !== entry);
    };
  };
  async advance(ms: number): Promise<void> {
    this.now += ms;
    const due = this.#calls.filter((entry) => entry.at <= this.now);
    this.#calls = this.#calls.filter((entry) => entry.at > this.now);
    for (const entry of due) entry.call();
    await settle();
  }
}

/** Lets promises that are ready run to their end. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
}
