import type { Kysely } from "kysely";
import type { EventRow } from "#lib/contract/rows.ts";
import type { AuditFields, AuditHead, ChainedAudit } from "#lib/domain/audit-chain.ts";
import type {
  AuditRecord,
  BeatMinute,
  DocumentKind,
  Documents,
  FleetMinute,
  Stored,
  TokenRecord,
} from "./records.ts";

export type NewEvent = Omit<EventRow, "id">;

/**
 * Inside one write. Everything done through it is committed together, or not at all; reads see the writes
 * before them. Nothing but the transaction's own methods may be awaited inside a write.
 */
export interface Tx {
  get<K extends DocumentKind>(kind: K, id: string): Promise<Stored<K> | null>;
  put<K extends DocumentKind>(kind: K, id: string, value: Documents[K]): Promise<void>;
  /** Leaves a tombstone that `Store.get` still finds until retention takes it. */
  remove<K extends DocumentKind>(kind: K, id: string, at: number, how: string): Promise<void>;
  /** Takes a document away as if it had never been: no tombstone stays. Listeners hear of it as of a removal. */
  purge<K extends DocumentKind>(kind: K, id: string): Promise<void>;
  /** Takes away the events and beats of these owners. `from`: epoch ms, before which none of them beat. */
  purgeOwners(ownerIds: readonly string[], from: number): Promise<void>;
  /** Takes away at most `limit` events of whose node, resource or lock the name begins so; 0 when none is left. */
  purgeEvents(prefix: string, limit: number): Promise<number>;
  event(event: NewEvent): Promise<void>;
  /** The next row of the hash chain; the only way into the audit. */
  audit(row: AuditRecord): Promise<void>;
  putToken(token: TokenRecord): Promise<void>;
  /** The accounts library's tables inside this write: kept or rolled back with it, such as an account with its audit row. */
  readonly accounts: Kysely<Record<string, never>>;
}

/** What one write changed: published once, after it is on disk, in order of revision. */
export interface Commit {
  revision: number;
  at: number;
  puts: Stored<DocumentKind>[];
  removes: Stored<DocumentKind>[];
  events: EventRow[];
}

export interface Committed<T> {
  value: T;
  /** The revision that this write made; the current one when it changed no document and no event. */
  revision: number;
}

export interface EventFilter {
  from?: number;
  to?: number;
  node?: string;
  lockId?: string;
  resource?: string;
  ownerId?: string;
  /** Exact kind, or a prefix that ends with a dot, such as `kernel.`. */
  kind?: string;
  /** Only events with a smaller id: for paging from the newest to the oldest. */
  beforeId?: number;
  limit: number;
}

/** Which audit rows; all that is given must match. */
export interface AuditFilter {
  /** Part of who did it, in upper or lower case. */
  actor?: string;
  /** Exact action, or a prefix that ends with a dot, such as `token.`. */
  action?: string;
  /** Exact target, such as a lock's id. */
  target?: string;
  operationId?: string;
  outcome?: AuditFields["outcome"];
  from?: number;
  to?: number;
  /** Each has to be somewhere in the row's texts, in upper or lower case. */
  words?: readonly string[];
  /** Only rows before this one: for paging from the newest to the oldest. */
  beforeSeq?: number;
  /** Only rows after this one, oldest first: for walking the chain. */
  afterSeq?: number;
}

/**
 * The store: durable documents with revisions, events, audit, beats, tokens. A promise of `write` resolves when
 * the commit is on disk. Errors: `StoreReadOnlyError` when the engine cannot write (nothing was stored).
 */
export interface Store {
  readonly engine: string;
  /** Works are run one after another, several to one commit on disk; one that throws is rolled back alone. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<Committed<T>>;
  /** Called after each durable write with its changes, in order, before `write` resolves. Returns an unsubscribe. */
  onCommit(listener: (commit: Commit) => void): () => void;
  revision(): number;
  get<K extends DocumentKind>(kind: K, id: string): Promise<Stored<K> | null>;
  /** Every document of a kind that is not gone, in order of id; for building the view at the start. */
  all<K extends DocumentKind>(kind: K): AsyncIterable<Stored<K>>;
  /** Documents of all kinds, those that are gone as well, in which one of these texts stands somewhere. Reads all. */
  containing(texts: readonly string[]): AsyncIterable<Stored<DocumentKind>>;
  events(filter: EventFilter): Promise<EventRow[]>;
  audits(filter: AuditFilter & { limit: number }): Promise<ChainedAudit[]>;
  /** How many rows match; the paging of the filter counts too. */
  auditCount(filter: AuditFilter): Promise<number>;
  /** The recorded end of the audit's chain. */
  auditHead(): Promise<AuditHead>;
  /** Folds are merged with what is there for the same owner and minute. */
  addBeatMinutes(rows: BeatMinute[]): Promise<void>;
  beatMinutes(ownerId: string, from: number, to: number): Promise<BeatMinute[]>;
  putFleetMinute(row: FleetMinute): Promise<void>;
  fleetMinutes(from: number, to: number): Promise<FleetMinute[]>;
  tokenByHash(secretHash: string): Promise<TokenRecord | null>;
  tokens(): Promise<TokenRecord[]>;
  /** Last use is kept coarsely (at most once a minute and token); loss of it in a crash is acceptable. */
  touchToken(id: string, at: number): Promise<void>;
  meta(key: string): Promise<string | null>;
  setMeta(key: string, value: string): Promise<void>;
  /** Removes what retention no longer keeps; returns how many rows went. Times are wall clock, epoch ms. */
  sweep(before: { beats: number; events: number; tombstones: number }): Promise<number>;
  /** The accounts library's tables, through the same writer, so that its writes are as durable as ours. */
  readonly accounts: Kysely<Record<string, never>>;
  accountsDialect: "sqlite" | "postgres";
  /** Throws when the engine cannot be read or written now. */
  ping(): Promise<void>;
  /** null, or why the engine cannot write. */
  readOnlyReason(): string | null;
  /** Waits for the writes under way, then closes. */
  close(): Promise<void>;
}

/** The engine cannot write (disk full, file gone, connection lost): nothing was stored, reads go on. */
export class StoreReadOnlyError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "StoreReadOnlyError";
  }
}

/** The store cannot be opened; the message is one line for the person who starts the server. */
export class StoreOpenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StoreOpenError";
  }
}
