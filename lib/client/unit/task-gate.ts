/** Counts work in flight; shut, it lets what runs finish and nothing new begin. */
export class TaskGate {
  #tasks = 0;
  #isShut = false;
  readonly #waiting = new Set<() => void>();
  readonly #idle = new Set<() => void>();
  readonly #onCount: () => void;

  /** `onCount`: called whenever the number of tasks changes. */
  constructor(onCount: () => void) {
    this.#onCount = onCount;
  }

  get tasks(): number {
    return this.#tasks;
  }

  get isShut(): boolean {
    return this.#isShut;
  }

  shut(): void {
    this.#isShut = true;
  }

  open(): void {
    this.#isShut = false;
    for (const go of [...this.#waiting]) go();
  }

  /** Runs a task as soon as the gate is open. Rejects with the signal's reason when told to stop waiting. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    while (this.#isShut) await this.#opened(signal);
    signal?.throwIfAborted();
    this.#count(1);
    try {
      return await task();
    } finally {
      this.#count(-1);
    }
  }

  /** Resolves when nothing runs any more, or when told to stop waiting: `true` when nothing runs. */
  async idle(signal: AbortSignal): Promise<boolean> {
    while (this.#tasks > 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = () => {
          this.#idle.delete(done);
          signal.removeEventListener("abort", done);
          resolve();
        };
        this.#idle.add(done);
        signal.addEventListener("abort", done, { once: true });
      });
    }
    return this.#tasks === 0;
  }

  #count(change: number): void {
    this.#tasks += change;
    this.#onCount();
    if (this.#tasks === 0) for (const done of [...this.#idle]) done();
  }

  #opened(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(go);
        signal?.removeEventListener("abort", stop);
      };
      const go = () => {
        leave();
        resolve();
      };
      const stop = () => {
        leave();
        reject(signal?.reason);
      };
      if (signal?.aborted) return stop();
      this.#waiting.add(go);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }
}
