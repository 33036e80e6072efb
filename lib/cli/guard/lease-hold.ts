import { setTimeout as sleep } from "node:timers/promises";
import { giveBack } from "#lib/cli/run/give-back.ts";
import { type LeaseClient, saysLost } from "#lib/cli/run/lease-client.ts";
import { LeaseKeeper } from "#lib/cli/run/lease-keeper.ts";
import { ProblemError, UnreachableError } from "#lib/client/http.ts";
import type { Acquire } from "#lib/contract/leases.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";

const retryMs = 1_000;
/** Of another's, for as long as nobody can say how long. */
const othersCodes = new Set(["lock-held", "wait-timed-out", "not-now"]);
/** The server is not able now; it says nothing about whose the lease is. */
const passingCodes = new Set([
  "recovering",
  "read-only",
  "too-many-requests",
  "too-many-waiters",
  "internal",
]);

export interface LeaseHoldOptions {
  client: LeaseClient;
  sessionId: string;
  ttlMs: number;
  signal: AbortSignal;
}

/** A lease that is wanted for good: kept for a person when its owner is lost, and asked for again while that may be. */
export class LeaseHold {
  readonly #options: LeaseHoldOptions;
  #keeper: LeaseKeeper;
  #lost: Promise<string>;
  #epoch: number | null = null;

  /** Beats from now on, also without the lease. */
  constructor(options: LeaseHoldOptions) {
    this.#options = options;
    [this.#keeper, this.#lost] = this.#begin(0);
  }

  /** The token, while it is sure by our own clock that it is the one that holds; else null. */
  get sureEpoch(): number | null {
    return this.#keeper.holds() ? this.#epoch : null;
  }

  get epoch(): number | null {
    return this.#epoch;
  }

  /** Resolves when it is not sure any more that the lease, or the session, is ours. */
  get lost(): Promise<string> {
    return this.#lost;
  }

  /** Asks once, waiting in the queue for up to `waitMs`. Rejects as the server does. */
  async acquire(waitMs: number): Promise<number> {
    const { client, sessionId, ttlMs, signal } = this.#options;
    const sentAtMs = bootClockMs();
    // The contract has a default for the lock-delay; what is not given is not sent.
    const ask = { sessionId, ttlMs, waitMs, onLost: "keep" } as Acquire;
    const { epoch } = await client.acquire(ask, signal);
    await this.#keeper.hold(epoch, sentAtMs);
    this.#epoch = epoch;
    return epoch;
  }

  /**
   * After it was lost by our own clock: asks until the server says whose it is. The same session gets the same grant
   * again, or a new one; null when it is another's by now, or the session is gone.
   */
  async regain(): Promise<number | null> {
    this.#keeper.stop();
    [this.#keeper, this.#lost] = this.#begin(this.#keeper.beats);
    for (;;) {
      try {
        return await this.acquire(0);
      } catch (error) {
        if (!isPassing(error)) {
          if (isOthers(error) || saysLost(error)) return null;
          throw error;
        }
        await sleep(retryMs, undefined, { signal: this.#options.signal });
      }
    }
  }

  /** Gives the lease back, and goes on beating without it. */
  async giveBack(): Promise<"released" | "lost" | "unreachable"> {
    const epoch = this.#epoch;
    this.#keeper.stop();
    this.#epoch = null;
    [this.#keeper, this.#lost] = this.#begin(this.#keeper.beats);
    return epoch === null
      ? "lost"
      : giveBack(this.#options.client, { sessionId: this.#options.sessionId, epoch });
  }

  stop(): void {
    this.#keeper.stop();
  }

  #begin(beatsBefore: number): [LeaseKeeper, Promise<string>] {
    const { client, sessionId, ttlMs } = this.#options;
    const lost = Promise.withResolvers<string>();
    const keeper = new LeaseKeeper({
      client,
      sessionId,
      ttlMs,
      beatsBefore,
      nowMs: bootClockMs,
      onRenewed: () => {},
      onLost: lost.resolve,
    });
    keeper.start();
    return [keeper, lost.promise];
  }
}

/** The lease is somebody else's, or nobody's for now. */
export function isOthers(error: unknown): error is ProblemError {
  return error instanceof ProblemError && othersCodes.has(error.code);
}

/** Asking again may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ProblemError && passingCodes.has(error.code));
}
