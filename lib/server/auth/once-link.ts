import type { Clock } from "#lib/domain/clock.ts";
import { randomSecret } from "./secret-file.ts";
import { hashSecret } from "./token-secret.ts";

/** How long the link that a start prints can be used. */
export const onceLinkMs = 3_600_000;

/** The exclusive right to use the link up: `done` makes it useless for ever, `failed` lets it be tried again. */
export interface OnceClaim {
  done(): void;
  failed(): void;
}

/**
 * The one-time link of this start. It lives in memory alone and only as a hash, so a new start replaces it and no
 * backup holds it. Whoever can read the server's terminal is taken for the owner of the machine.
 */
export class OnceLink {
  readonly #clock: Clock;
  #hash: string | null = null;
  #untilMonoMs = 0;
  #claimed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Makes a new link token of 256 bits and forgets the one before. */
  issue(): string {
    const secret = randomSecret("once_");
    this.#hash = hashSecret(secret);
    this.#untilMonoMs = this.#clock.monoMs() + onceLinkMs;
    this.#claimed = false;
    return secret;
  }

  /** Whether the token could be used now. Changes nothing, so a link preview is harmless. */
  isGood(token: string): boolean {
    return this.#matches(token) && !this.#claimed;
  }

  /** Of several at once exactly one gets a claim; null for all others and for a wrong, used or expired token. */
  claim(token: string): OnceClaim | null {
    if (!this.isGood(token)) return null;
    const hash = this.#hash;
    this.#claimed = true;
    return {
      done: () => {
        if (this.#hash === hash) this.#hash = null;
      },
      failed: () => {
        if (this.#hash === hash) this.#claimed = false;
      },
    };
  }

  #matches(token: string): boolean {
    // Hashes are compared, so the time tells nothing of the token.
    return (
      this.#hash !== null && this.#clock.monoMs() < this.#untilMonoMs && hashSecret(token) === this.#hash
    );
  }
}
