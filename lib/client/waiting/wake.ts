/** Wakes one sleeper; a ring while nobody sleeps is kept for the next one. */
export class Wake {
  #rung = false;
  #sleeper: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#sleeper?.();
  }

  /** Returns at the next ring, at once if it has rung since the last wait, or when told to stop. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#rung = false;
        this.#sleeper = null;
        signal.removeEventListener("abort", done);
        resolve();
      };
      if (this.#rung || signal.aborted) return done();
      this.#sleeper = done;
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
