import type { SQLInputValue } from "node:sqlite";
import type { EventRow } from "#lib/contract/rows.ts";
import type { DocumentKind, Stored } from "#lib/store/records.ts";
import { StoreReadOnlyError } from "#lib/store/store.ts";
import type { Connection, Row } from "./connection.ts";
import type { DocumentCache } from "./document-cache.ts";
import { writeFailure } from "./failures.ts";
import * as sql from "./statements.ts";

/** Where the log stands: the revision and event id used last. */
export interface LogHead {
  revision: number;
  eventId: number;
}

/**
 * One work inside a group: what it changed, and its own savepoint, so that it can be rolled back alone.
 * The savepoint is opened with the first write, because many works only read and then refuse.
 */
export class Unit {
  readonly puts = new Map<string, Stored<DocumentKind>>();
  readonly removes = new Map<string, Stored<DocumentKind>>();
  readonly events: EventRow[] = [];
  /** Set when the engine itself failed: then the whole group is lost, whatever the work makes of the error. */
  engineFailure: string | null = null;
  readonly head: LogHead;
  readonly #connection: Connection;
  readonly #cache: DocumentCache;
  readonly #before: LogHead;
  #savepoint = false;
  #ended = false;

  constructor(connection: Connection, cache: DocumentCache, before: LogHead) {
    this.#connection = connection;
    this.#cache = cache;
    this.#before = before;
    this.head = { ...before };
  }

  get changed(): boolean {
    return this.head.revision !== this.#before.revision;
  }

  /** Whether anything may have been written, also beside documents and events. */
  get wrote(): boolean {
    return this.#savepoint;
  }

  /** A document as this work sees it, where that is known without asking the database. */
  known(key: string): Stored<DocumentKind> | undefined {
    this.#assertOpen();
    if (this.removes.has(key)) return undefined;
    return this.puts.has(key) ? undefined : this.#cache.get(key);
  }

  /** The revision of this work's changes; one for all of them. */
  nextRevision(): number {
    this.head.revision = this.#before.revision + 1;
    return this.head.revision;
  }

  nextEventId(): number {
    this.head.eventId += 1;
    return this.head.eventId;
  }

  get(text: string, ...values: SQLInputValue[]): Row | undefined {
    this.#assertOpen();
    return this.#guard(() => this.#connection.get(text, ...values));
  }

  all(text: string, ...values: SQLInputValue[]): Row[] {
    this.#assertOpen();
    return this.#guard(() => this.#connection.all(text, ...values));
  }

  run(text: string, ...values: SQLInputValue[]): number {
    this.beginWrites();
    return this.#guard(() => this.#connection.run(text, ...values));
  }

  /** For callers that use the connection's statements themselves, such as the accounts' dialect. */
  write<T>(body: (connection: Connection) => T): T {
    this.beginWrites();
    return this.#guard(() => body(this.#connection));
  }

  beginWrites(): void {
    this.#assertOpen();
    if (this.#savepoint) return;
    this.#guard(() => this.#connection.run(sql.savepoint));
    this.#savepoint = true;
  }

  /** Ends the work. Any later use of it throws, so nothing can slip into somebody else's commit. */
  end(outcome: "keep" | "undo"): void {
    this.#ended = true;
    if (outcome === "keep") this.#cache.note(this);
    if (!this.#savepoint || this.engineFailure !== null) return;
    this.#guard(() => {
      if (outcome === "undo") this.#connection.run(sql.rollbackTo);
      this.#connection.run(sql.release);
    });
  }

  #assertOpen(): void {
    if (this.#ended) throw new Error("this write is over: await everything inside it");
    if (this.engineFailure !== null) throw new StoreReadOnlyError(this.engineFailure);
  }

  #guard<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      this.engineFailure = writeFailure(error);
      throw this.engineFailure === null ? error : new StoreReadOnlyError(this.engineFailure);
    }
  }
}
