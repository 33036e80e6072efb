import { budgetOf, type LeaseBudget } from "./budget.ts";
import { type LeaseClient, saysLost } from "./lease-client.ts";

export interface KeeperOptions {
  client: LeaseClient;
  sessionId: string;
  ttlMs: number;
  /** The last beat that another keeper of the same session sent: a counter that does not grow is no beat. */
  beatsBefore?: number;
  /** Boot clock, ms. */
  nowMs: () => number;
  /** The lease is ours until then, and somebody has to act on it: told after every renewal. */
  onRenewed: (times: { stopAtMs: number; killAtMs: number }) => void;
  /** Called once. */
  onLost: (reason: string) => void;
}

const lookEveryMs = 200;
const confirmTries = 3;

/**
 * Beats for the session, and, once the lease is granted, renews it. It counts the TTL itself, from before a renewal
 * was sent that then succeeded; whoever was asleep for too long finds that out here before it says anything else.
 */
export class LeaseKeeper {
  readonly #options: KeeperOptions;
  readonly #budget: LeaseBudget;
  readonly #stopping = new AbortController();
  #epoch: number | null = null;
  #counter = 0;
  #provenAtMs = Number.NEGATIVE_INFINITY;
  #lost: string | null = null;
  #busy = false;
  #nextAtMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#counter = options.beatsBefore ?? 0;
    this.#budget = budgetOf(options.ttlMs);
  }

  /** Beats from now on. */
  start(): void {
    this.#timer = setInterval(() => this.#look(), Math.min(lookEveryMs, this.#budget.renewEveryMs / 2));
    this.#look();
  }

  /** Granted by a request that was sent at `sentAtMs`. Throws when the server does not confirm it. */
  async hold(epoch: number, sentAtMs: number): Promise<void> {
    const { client, sessionId, nowMs } = this.#options;
    let provenAtMs = sentAtMs;
    // The request may have waited in the queue for longer than the TTL: only a new one proves anything.
    for (let tries = 1; nowMs() - provenAtMs >= this.#budget.renewEveryMs; tries += 1) {
      const askedAtMs = nowMs();
      try {
        await client.renew({ sessionId, epoch }, this.#patience());
        provenAtMs = askedAtMs;
      } catch (error) {
        if (saysLost(error) || tries === confirmTries) throw error;
      }
    }
    this.#epoch = epoch;
    this.#prove(provenAtMs);
  }

  /** Whether the lease is ours now, by our own clock. */
  holds(): boolean {
    const { nowMs, ttlMs } = this.#options;
    return this.#lost === null && this.#epoch !== null && nowMs() < this.#provenAtMs + ttlMs;
  }

  get beats(): number {
    return this.#counter;
  }

  /** When whatever still runs under the lease must be killed. */
  get killAtMs(): number {
    return this.#provenAtMs + this.#budget.killAfterMs;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stopping.abort();
  }

  #look(): void {
    const now = this.#options.nowMs();
    if (this.#epoch !== null && now >= this.#provenAtMs + this.#budget.stopAfterMs) {
      this.#lose("no renewal reached the server in time");
    }
    if (this.#lost !== null || this.#busy || now < this.#nextAtMs) return;
    this.#nextAtMs = now + this.#budget.renewEveryMs;
    void this.#sayAlive();
  }

  async #sayAlive(): Promise<void> {
    const { client, sessionId, nowMs } = this.#options;
    const epoch = this.#epoch;
    const sentAtMs = nowMs();
    this.#counter += 1;
    this.#busy = true;
    const [beaten, renewed] = await Promise.allSettled([
      client.beat(sessionId, this.#counter, this.#patience()),
      epoch === null ? null : client.renew({ sessionId, epoch }, this.#patience()),
    ]);
    this.#busy = false;
    for (const { reason } of [beaten, renewed].filter((answer) => answer.status === "rejected")) {
      // Any other failure may pass: the time that is left decides.
      if (saysLost(reason)) this.#lose(reason.message);
    }
    if (epoch !== null && renewed.status === "fulfilled") this.#prove(sentAtMs);
  }

  /** An answer that comes when the next one is due is too late. */
  #patience(): AbortSignal {
    return AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(this.#budget.renewEveryMs)]);
  }

  #prove(sentAtMs: number): void {
    if (this.#lost !== null || sentAtMs <= this.#provenAtMs) return;
    this.#provenAtMs = sentAtMs;
    this.#options.onRenewed({ stopAtMs: sentAtMs + this.#budget.stopAfterMs, killAtMs: this.killAtMs });
  }

  #lose(reason: string): void {
    if (this.#lost !== null || this.#stopping.signal.aborted) return;
    this.#lost = reason;
    this.stop();
    this.#options.onLost(reason);
  }
}
