import { ApiError } from "#lib/server/http/errors.ts";
import type { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import type { SeededRandom } from "./random.ts";
import type { SimServer } from "./sim-server.ts";

/** What became of a request: an answer, a refusal, or nothing that the caller ever hears of. */
export type Reply<T> = { ok: true; value: T } | { ok: false; code: string };

const lost: Reply<never> = { ok: false, code: "unreachable" };

/** The network between a host and the server: it loses, doubles and delays in both directions. */
export class SimNet {
  readonly #time: FakeTime;
  readonly #random: SeededRandom;
  readonly #server: () => SimServer | null;
  /** Nothing gets through. */
  cut = false;
  /** How bad it is, from 0 to 1. */
  trouble = 0;

  constructor(time: FakeTime, random: SeededRandom, server: () => SimServer | null) {
    this.#time = time;
    this.#random = random;
    this.#server = server;
  }

  /** Sends one request. Resolves when an answer comes, or when the caller would have given up. */
  async send<T>(call: (server: SimServer) => Promise<T>): Promise<Reply<T>> {
    await this.#delay();
    const random = this.#random;
    if (this.cut || random.chance(0.2 * this.trouble)) return lost;
    const server = this.#server();
    if (server === null || server.isDead) return lost;
    if (random.chance(0.2 * this.trouble)) void this.#late(server, call);
    const reply = await this.#ask(server, call);
    await this.#delay();
    return this.cut || random.chance(0.2 * this.trouble) ? lost : reply;
  }

  /** A copy of the request that arrives once more, later. */
  async #late<T>(server: SimServer, call: (server: SimServer) => Promise<T>): Promise<void> {
    await this.#delay();
    if (!server.isDead) await this.#ask(server, call);
  }

  #ask<T>(server: SimServer, call: (server: SimServer) => Promise<T>): Promise<Reply<T>> {
    return new Promise((resolve, reject) => {
      // A process that dies answers nobody; the caller notices that the connection is gone.
      const cancel = this.#time.setTimer(2_000, () => resolve(lost));
      call(server).then(
        (value) => {
          cancel();
          resolve({ ok: true, value });
        },
        (error: unknown) => {
          cancel();
          if (error instanceof ApiError) resolve({ ok: false, code: error.code });
          else reject(error);
        },
      );
    });
  }

  #delay(): Promise<void> {
    const slow = this.#random.chance(0.1 * this.trouble);
    const ms = slow ? this.#random.between(500, 8_000) : this.#random.between(1, 30);
    return new Promise((resolve) => this.#time.setTimer(ms, resolve));
  }
}
