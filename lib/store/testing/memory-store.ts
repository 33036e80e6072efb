import type { Kysely } from "kysely";
import type { EventRow } from "#lib/contract/rows.ts";
import type { AuditHead, ChainedAudit } from "#lib/domain/audit-chain.ts";
import type { BeatMinute, DocumentKind, FleetMinute, Stored, TokenRecord } from "#lib/store/records.ts";
import {
  type AuditFilter,
  type Commit,
  type Committed,
  type EventFilter,
  type Store,
  StoreReadOnlyError,
  type Tx,
} from "#lib/store/store.ts";
import type { MemoryDisk } from "./memory-disk.ts";
import { MemoryTx } from "./memory-tx.ts";

/** How the process ends in the middle of a write: before it is on disk, or after, but before anybody hears of it. */
export type Crash = "before" | "after";

/**
 * A store for simulations of thousands of lives: the promises of a real engine for documents, events and audit (its
 * conformance suite runs on it), on a disk that is an object. Sessions of accounts and folds of beats are not in it.
 */
export class MemoryStore implements Store {
  readonly engine = "memory";
  readonly accountsDialect = "sqlite";
  readonly #disk: MemoryDisk;
  readonly #nowMs: () => number;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<(commit: Commit) => void>();
  #tail: Promise<unknown> = Promise.resolve();
  #closing = false;
  #crash: { inWrites: number; how: Crash; then: () => void } | null = null;
  #dead = false;

  constructor(disk: MemoryDisk, nowMs: () => number, onError: (error: unknown) => void) {
    this.#disk = disk;
    this.#nowMs = nowMs;
    this.#onError = onError;
  }

  get accounts(): Kysely<Record<string, never>> {
    throw new Error("the memory store keeps no accounts");
  }

  /** The process dies in its `inWrites`-th write from now on: nothing that was waiting is ever answered. */
  crashIn(inWrites: number, how: Crash, then: () => void): void {
    this.#crash = { inWrites, how, then };
  }

  /** The process dies now. */
  die(): void {
    this.#dead = true;
    this.#listeners.clear();
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<Committed<T>> {
    if (this.#closing) return Promise.reject(new StoreReadOnlyError("The store is closing."));
    const done = this.#tail.then(() => this.#run(work));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #run<T>(work: (tx: Tx) => Promise<T>): Promise<Committed<T>> {
    if (this.#dead) return never();
    const tx = new MemoryTx(this.#disk);
    let value: T;
    try {
      value = await work(tx);
    } finally {
      tx.end();
    }
    if (this.#dead) return never();
    const crash = this.#countDown();
    if (crash?.how === "before") return this.#dieIn(crash.then);
    const commit = tx.commit(this.#nowMs());
    if (crash !== null) return this.#dieIn(crash.then);
    if (commit !== null) this.#publish(commit);
    return { value, revision: this.#disk.revision };
  }

  #countDown(): { how: Crash; then: () => void } | null {
    if (this.#crash === null) return null;
    this.#crash.inWrites -= 1;
    return this.#crash.inWrites <= 0 ? this.#crash : null;
  }

  #dieIn(then: () => void): Promise<never> {
    this.die();
    then();
    return never();
  }

  #publish(commit: Commit): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(commit);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  revision(): number {
    return this.#disk.revision;
  }

  async get<K extends DocumentKind>(kind: K, id: string): Promise<Stored<K> | null> {
    return this.#disk.get(kind, id);
  }

  async *all<K extends DocumentKind>(kind: K): AsyncIterable<Stored<K>> {
    yield* this.#disk.all(kind);
  }

  async *containing(texts: readonly string[]): AsyncIterable<Stored<DocumentKind>> {
    for (const stored of this.#disk.everything()) {
      const text = JSON.stringify(stored.value);
      if (texts.some((wanted) => text.includes(wanted))) yield stored;
    }
  }

  async events(filter: EventFilter): Promise<EventRow[]> {
    const { from = -Infinity, to = Infinity, beforeId = Infinity, kind = "" } = filter;
    const same = (wanted: string | undefined, is: string | null) => wanted === undefined || wanted === is;
    return this.#disk.events
      .filter((e) => e.at >= from && e.at <= to && e.id < beforeId)
      .filter((e) => kind === "" || e.kind === kind || (kind.endsWith(".") && e.kind.startsWith(kind)))
      .filter((e) => same(filter.node, e.node) && same(filter.lockId, e.lockId))
      .filter((e) => same(filter.resource, e.resource) && same(filter.ownerId, e.ownerId))
      .reverse()
      .slice(0, filter.limit);
  }

  async audits(filter: AuditFilter & { limit: number }): Promise<ChainedAudit[]> {
    const { target, operationId, outcome, from = 0, to = Number.POSITIVE_INFINITY } = filter;
    return this.#disk.audits
      .filter((row) => target === undefined || row.target === target)
      .filter((row) => operationId === undefined || row.operationId === operationId)
      .filter((row) => outcome === undefined || row.outcome === outcome)
      .filter(({ at }) => at >= from && at <= to)
      .toReversed()
      .slice(0, filter.limit);
  }

  async auditCount(): Promise<number> {
    return this.#disk.audits.length;
  }

  async auditHead(): Promise<AuditHead> {
    return this.#disk.auditHead();
  }

  async addBeatMinutes(): Promise<void> {}

  async beatMinutes(): Promise<BeatMinute[]> {
    return [];
  }

  async putFleetMinute(): Promise<void> {}

  async fleetMinutes(): Promise<FleetMinute[]> {
    return [];
  }

  async tokenByHash(): Promise<TokenRecord | null> {
    return null;
  }

  async tokens(): Promise<TokenRecord[]> {
    return [];
  }

  async touchToken(): Promise<void> {}

  async meta(key: string): Promise<string | null> {
    return this.#disk.meta.get(key) ?? null;
  }

  async setMeta(key: string, value: string): Promise<void> {
    this.#disk.meta.set(key, value);
  }

  async sweep(): Promise<number> {
    return 0;
  }

  async ping(): Promise<void> {}

  readOnlyReason(): string | null {
    return null;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#tail;
  }
}

/** What a dead process answers. */
function never(): Promise<never> {
  return new Promise(() => {});
}
