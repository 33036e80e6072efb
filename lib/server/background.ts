import type { Logger } from "pino";

/** A loop that runs one round at a time; a slow round delays the next and never overlaps it. */
export class Background {
  readonly #log: Logger;
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Runs `round` every `ms`. A round that fails is logged, and the loop goes on. */
  loop(name: string, ms: number, round: () => Promise<void>): void {
    let running: Promise<void> | null = null;
    const timer = setInterval(() => {
      running ??= round()
        .catch((error: unknown) => this.#log.warn({ err: error, loop: name }, "a background round failed"))
        .finally(() => {
          running = null;
        });
    }, ms);
    this.#stops.push(async () => {
      clearInterval(timer);
      await running;
    });
  }

  /** Stops all loops and waits for the rounds under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
  }
}
