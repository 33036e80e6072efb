const forwarded = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
export type ForwardedSignal = (typeof forwarded)[number];

/** Signals that ask this process to end go to whoever is responsible for them at the moment. */
export class SignalDesk {
  #first: ForwardedSignal | null = null;
  #handler: ((signal: ForwardedSignal) => void) | null = null;
  readonly #before = new AbortController();

  constructor() {
    for (const signal of forwarded) process.on(signal, () => this.#hear(signal));
  }

  /** Aborted by a signal that came before there was a command to give it to. */
  get asked(): AbortSignal {
    return this.#before.signal;
  }

  get first(): ForwardedSignal | null {
    return this.#first;
  }

  handleWith(handler: (signal: ForwardedSignal) => void): void {
    this.#handler = handler;
  }

  #hear(signal: ForwardedSignal): void {
    this.#first ??= signal;
    if (this.#handler !== null) this.#handler(signal);
    else this.#before.abort();
  }
}
