import type { SQLInputValue } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Connection } from "./connection.ts";
import type { DurableReader } from "./durable-reader.ts";
import type { Unit } from "./unit.ts";
import type { Writer } from "./writer.ts";

/**
 * Kysely over the store's own two connections, for the accounts library: reads use the reader, every write is a
 * work of the one writer, and a transaction is one work that lasts until it is ended.
 */
export function accountsDialect(writer: Writer, reader: DurableReader): Dialect {
  return dialectOf(() => new AccountsDriver(writer, reader));
}

/** Kysely inside one write of the store: every query runs at once, and is kept or undone with that write. */
export function unitDialect(unit: Unit): Dialect {
  return dialectOf(() => new UnitDriver(unit));
}

function dialectOf(createDriver: () => Driver): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class UnitDriver implements Driver {
  readonly #unit: Unit;

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}
  async releaseConnection(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const unit = this.#unit;
    return {
      executeQuery: async <R>(query: CompiledQuery) =>
        unit.write((connection) => execute<R>(connection, query)),
      streamQuery: noStream,
    };
  }

  async beginTransaction(): Promise<void> {
    throw new Error("this write is a transaction already");
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
}

class AccountsDriver implements Driver {
  readonly #writer: Writer;
  readonly #reader: DurableReader;

  constructor(writer: Writer, reader: DurableReader) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}
  async releaseConnection(): Promise<void> {}

  async acquireConnection(): Promise<AccountsConnection> {
    return new AccountsConnection(this.#writer, this.#reader);
  }

  async beginTransaction(connection: AccountsConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: AccountsConnection): Promise<void> {
    await connection.finish("commit");
  }

  async rollbackTransaction(connection: AccountsConnection): Promise<void> {
    await connection.finish("rollback");
  }
}

class RolledBack extends Error {}

interface OpenTransaction {
  unit: Unit;
  finish(outcome: "commit" | "rollback"): void;
  done: Promise<unknown>;
}

class AccountsConnection implements DatabaseConnection {
  readonly #writer: Writer;
  readonly #reader: DurableReader;
  #open: OpenTransaction | null = null;

  constructor(writer: Writer, reader: DurableReader) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#open !== null) return this.#open.unit.write((connection) => execute<R>(connection, query));
    if (query.query.kind === "SelectQueryNode") {
      return this.#reader.read((connection) => execute<R>(connection, query));
    }
    const { value } = await this.#writer.enqueue((unit) =>
      unit.write((connection) => execute<R>(connection, query)),
    );
    return value;
  }

  streamQuery(): AsyncIterableIterator<never> {
    return noStream();
  }

  /** Resolves when the writer has come to this transaction; from then on no other work runs until it ends. */
  begin(): Promise<void> {
    const ended = Promise.withResolvers<"commit" | "rollback">();
    return new Promise((resolve, reject) => {
      const done = this.#writer.enqueue(async (unit) => {
        unit.beginWrites();
        this.#open = { unit, finish: ended.resolve, done };
        resolve();
        if ((await ended.promise) === "rollback") throw new RolledBack();
      });
      done.catch(reject);
    });
  }

  async finish(outcome: "commit" | "rollback"): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    open.finish(outcome);
    try {
      await open.done;
    } catch (error) {
      if (outcome === "commit" || !(error instanceof RolledBack)) throw error;
    }
  }
}

function noStream(): never {
  throw new Error("the accounts' dialect does not stream");
}

function execute<R>(connection: Connection, query: CompiledQuery): QueryResult<R> {
  const statement = connection.statement(query.sql);
  const values = query.parameters.map(toSqlValue);
  if (statement.columns().length > 0) {
    // Plain objects: node:sqlite gives rows without a prototype, which libraries do not expect.
    return { rows: statement.all(...values).map((row) => ({ ...row })) as R[] };
  }
  const { changes, lastInsertRowid } = statement.run(...values);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}

function toSqlValue(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString();
  return value as SQLInputValue;
}
