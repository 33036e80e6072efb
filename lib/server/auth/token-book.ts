import type { Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import { type Actor, type Role, roles } from "#lib/domain/roles.ts";
import type { TokenRecord } from "#lib/store/records.ts";
import type { Store } from "#lib/store/store.ts";
import type { DrillTokens } from "./drill-tokens.ts";
import { hashSecret } from "./token-secret.ts";

/** A token's last use is written down at most this often. */
const touchEveryMs = 60_000;
const hashesMax = 10_000;

interface Known {
  token: TokenRecord;
  actor: Actor;
  touchedAt: number;
}

export interface TokenBookOptions {
  store: Store;
  clock: Clock;
  log: Logger;
  /** Tokens of the data folder's files, by hash. */
  files: ReadonlyMap<string, Actor>;
  /** Tokens of the drill that is on. */
  drill: DrillTokens;
}

/**
 * Turns a token into who it stands for. Good tokens stay in memory by their hash, so that a busy agent costs one
 * lookup in a map; revoking forgets them in the same turn. Wrong ones are never kept, so they cannot fill it.
 */
export class TokenBook {
  readonly #options: TokenBookOptions;
  readonly #known = new Map<string, Known>();
  /** Hashes of good tokens: making one costs as much as all else that authenticating does. */
  readonly #hashes = new Map<string, string>();
  #generation = 0;

  constructor(options: TokenBookOptions) {
    this.#options = options;
  }

  /** Who the token stands for; null when it is unknown, revoked or expired. */
  async actorOf(secret: string): Promise<Actor | null> {
    const knownHash = this.#hashes.get(secret);
    const hash = knownHash ?? hashSecret(secret);
    const actor = await this.#actorOfHash(hash);
    if (actor === null) this.#hashes.delete(secret);
    else if (knownHash === undefined) {
      if (this.#hashes.size >= hashesMax) this.#hashes.clear();
      this.#hashes.set(secret, hash);
    }
    return actor;
  }

  async #actorOfHash(hash: string): Promise<Actor | null> {
    const fromFile = this.#options.files.get(hash);
    if (fromFile !== undefined) return fromFile;
    const ofDrill = this.#options.drill.actorOf(hash);
    if (ofDrill !== null) return ofDrill;
    const known = this.#known.get(hash) ?? (await this.#load(hash));
    if (known === null) return null;
    const now = this.#options.clock.wallMs();
    if (known.token.expiresAt !== null && known.token.expiresAt <= now) {
      this.#known.delete(hash);
      return null;
    }
    this.#touch(known, now);
    return known.actor;
  }

  /** When a token that was just found good expires; null: never. */
  expiryOf(secret: string): number | null {
    const hash = this.#hashes.get(secret);
    return hash === undefined ? null : (this.#known.get(hash)?.token.expiresAt ?? null);
  }

  /** Called when a token was revoked: its next use asks the store again. */
  forget(hash: string): void {
    this.#generation += 1;
    this.#known.delete(hash);
  }

  async #load(hash: string): Promise<Known | null> {
    const generation = this.#generation;
    const token = await this.#options.store.tokenByHash(hash);
    if (token === null || token.revokedAt !== null) return null;
    const actor = actorOfToken(token);
    if (actor === null) return null;
    const known = { token, actor, touchedAt: token.lastUsedAt ?? 0 };
    // Read before a revocation and put down after it, it would outlive it.
    if (generation === this.#generation) this.#known.set(hash, known);
    return known;
  }

  #touch(known: Known, now: number): void {
    if (now - known.touchedAt < touchEveryMs) return;
    known.touchedAt = now;
    // Loss of a last use is acceptable, and a read-only store must not turn readers away.
    this.#options.store.touchToken(known.token.id, now).catch((error: unknown) => {
      this.#options.log.debug({ part: "tokens", error }, "last use not stored");
    });
  }
}

function actorOfToken(token: TokenRecord): Actor | null {
  const { id, name } = token;
  if (token.scope === "agent")
    return token.node === null ? null : { kind: "agent", id, name, node: token.node };
  if (token.scope === "display") return { kind: "display", id, name };
  const role = roles.find((known): known is Role => known === token.scope);
  if (role === undefined) return null;
  return { kind: "token", id, name, role, ...(token.madeBy == null ? {} : { madeBy: token.madeBy }) };
}
