import type { SQLInputValue } from "node:sqlite";
import type { Kysely } from "kysely";
import type { EventRow } from "#lib/contract/rows.ts";
import type { AuditHead, ChainedAudit } from "#lib/domain/audit-chain.ts";
import type { Clock } from "#lib/domain/clock.ts";
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
import { auditHead, countAudits, readAudits } from "./audit.ts";
import { dayOf, foldBeats, readBeats } from "./beats.ts";
import type { Row } from "./connection.ts";
import type { DurableReader } from "./durable-reader.ts";
import { EventShelf } from "./event-shelf.ts";
import { toFleetMinute, toStored, toToken } from "./rows.ts";
import * as sql from "./statements.ts";
import { SqliteTx } from "./tx.ts";
import type { Writer } from "./writer.ts";

const pageRows = 500;
/** Retention goes in small works, so that nobody waits long behind it. */
const sweepRows = 1_000;
const stretchRows = 500;
const touchEveryMs = 60_000;

export interface SqliteStoreParts {
  clock: Clock;
  writer: Writer;
  reader: DurableReader;
  /** How many events are not indexed yet. */
  freshEvents: number;
  accounts: Kysely<Record<string, never>>;
  checkFiles: () => void;
  onError: (error: unknown) => void;
  close: () => Promise<void>;
}

/** The embedded engine: one writer with group commit, and reads of what is committed on a second connection. */
export class SqliteStore implements Store {
  readonly engine = "sqlite";
  readonly accountsDialect = "sqlite";
  readonly accounts: Kysely<Record<string, never>>;
  readonly #parts: SqliteStoreParts;
  readonly #events: EventShelf;
  readonly #touched = new Map<string, number>();

  constructor(parts: SqliteStoreParts) {
    this.#parts = parts;
    this.#events = new EventShelf(parts.writer, parts.reader, parts.freshEvents, parts.onError);
    this.accounts = parts.accounts;
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<Committed<T>> {
    return this.#parts.writer.enqueue((unit) => work(new SqliteTx(unit)));
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    return this.#parts.writer.onCommit(listener);
  }

  revision(): number {
    return this.#parts.writer.revision;
  }

  async get<K extends DocumentKind>(kind: K, id: string): Promise<Stored<K> | null> {
    const row = await this.#get(sql.getDocument, kind, id);
    return row === undefined ? null : toStored<K>(row);
  }

  /** Page by page, so that a slow consumer holds no snapshot open. */
  async *all<K extends DocumentKind>(kind: K): AsyncIterable<Stored<K>> {
    let after = "";
    for (;;) {
      const rows = await this.#all(sql.pageOfDocuments, kind, after, pageRows);
      for (const row of rows) yield toStored<K>(row);
      if (rows.length < pageRows) return;
      after = rows.at(-1)?.["id"] as string;
    }
  }

  /** Stretch by stretch, so that nobody waits long behind it. */
  async *containing(texts: readonly string[]): AsyncIterable<Stored<DocumentKind>> {
    const last = Number((await this.#get(sql.lastDocument))?.["last"] ?? 0);
    for (let from = 0; from < last; from += stretchRows) {
      const wanted = JSON.stringify(texts);
      const rows = await this.#all(sql.stretchOfDocuments, from, from + stretchRows, wanted);
      for (const row of rows) yield toStored(row);
      // Reads settle without a turn of the event loop: nobody else would be served until the end.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async events(filter: EventFilter): Promise<EventRow[]> {
    return this.#events.read(filter);
  }

  async audits(filter: AuditFilter & { limit: number }): Promise<ChainedAudit[]> {
    return this.#parts.reader.read((connection) => readAudits(connection, filter, filter.limit));
  }

  async auditCount(filter: AuditFilter): Promise<number> {
    return this.#parts.reader.read((connection) => countAudits(connection, filter));
  }

  async auditHead(): Promise<AuditHead> {
    return this.#parts.reader.read(auditHead);
  }

  async addBeatMinutes(rows: BeatMinute[]): Promise<void> {
    if (rows.length > 0) await this.#parts.writer.enqueue((unit) => foldBeats(unit, rows));
  }

  async beatMinutes(ownerId: string, from: number, to: number): Promise<BeatMinute[]> {
    return this.#parts.reader.read((connection) => readBeats(connection, ownerId, from, to));
  }

  async putFleetMinute(row: FleetMinute): Promise<void> {
    const { minuteAt, refusals, nodes, hot, stale } = row;
    await this.#parts.writer.enqueue((unit) =>
      unit.run(sql.putFleetMinute, minuteAt, refusals, JSON.stringify(nodes), hot, stale),
    );
  }

  async fleetMinutes(from: number, to: number): Promise<FleetMinute[]> {
    return (await this.#all(sql.fleetMinutesBetween, from, to)).map(toFleetMinute);
  }

  async tokenByHash(secretHash: string): Promise<TokenRecord | null> {
    const row = await this.#get(sql.tokenByHash, secretHash);
    return row === undefined ? null : toToken(row);
  }

  async tokens(): Promise<TokenRecord[]> {
    return (await this.#all(sql.allTokens)).map(toToken);
  }

  async touchToken(id: string, at: number): Promise<void> {
    const last = this.#touched.get(id);
    if (last !== undefined && Math.abs(at - last) < touchEveryMs) return;
    this.#touched.set(id, at);
    await this.#parts.writer.enqueue((unit) => unit.run(sql.touchToken, at, id)).catch(ignoreReadOnly);
  }

  async meta(key: string): Promise<string | null> {
    const row = await this.#get(sql.getMeta, key);
    return row === undefined ? null : (row["value"] as string);
  }

  async setMeta(key: string, value: string): Promise<void> {
    await this.#parts.writer.enqueue((unit) => unit.run(sql.putMeta, key, value));
  }

  async sweep(before: { beats: number; events: number; tombstones: number }): Promise<number> {
    await this.#events.settle();
    return (
      (await this.#sweepAll(sql.sweepBeatDays, dayOf(before.beats))) +
      (await this.#sweepAll(sql.sweepFleetMinutes, before.beats)) +
      (await this.#sweepAll(sql.sweepEvents, before.events)) +
      (await this.#sweepAll(sql.sweepTombstones, before.tombstones))
    );
  }

  async #sweepAll(text: string, before: number): Promise<number> {
    let removed = 0;
    for (;;) {
      const { value } = await this.#parts.writer.enqueue((unit) => unit.run(text, before, sweepRows));
      removed += value;
      if (value < sweepRows) return removed;
    }
  }

  async ping(): Promise<void> {
    this.#parts.checkFiles();
    await this.#get(sql.ping);
    const reason = this.readOnlyReason();
    if (reason !== null) throw new StoreReadOnlyError(reason);
  }

  #get(text: string, ...values: SQLInputValue[]): Promise<Row | undefined> {
    return this.#parts.reader.read((connection) => connection.get(text, ...values));
  }

  #all(text: string, ...values: SQLInputValue[]): Promise<Row[]> {
    return this.#parts.reader.read((connection) => connection.all(text, ...values));
  }

  readOnlyReason(): string | null {
    return this.#parts.writer.readOnlyReason;
  }

  close(): Promise<void> {
    return this.#parts.close();
  }
}

function ignoreReadOnly(error: unknown): void {
  if (!(error instanceof StoreReadOnlyError)) throw error;
}
