import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";

export type Row = Record<string, SQLOutputValue>;

/** How long SQLite itself may block this thread for another process's lock; longer waits are done by asking again. */
const busyTimeoutMs = 100;
const cachedStatementsMax = 400;
/** The write-ahead log is written over from its start after this many pages. */
const logPages = 2_000;
const pageBytes = 4_096;

/**
 * One SQLite connection with its prepared statements. The writer's connection is only ever used by the writer;
 * everything else reads through a second, read-only one, and so never sees what is not committed.
 */
export class Connection {
  readonly db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string, mode: "write" | "read") {
    this.db = new DatabaseSync(file, {
      readOnly: mode === "read",
      timeout: busyTimeoutMs,
      enableForeignKeyConstraints: true,
    });
    if (mode === "read") return;
    this.db.exec("pragma journal_mode = wal");
    this.db.exec("pragma synchronous = full");
    this.db.exec(`pragma wal_autocheckpoint = ${logPages}`);
    this.db.exec("pragma journal_size_limit = 67108864");
  }

  /**
   * From here on a commit only writes to the log, and whoever commits has to make that durable (log-file.ts). Around a
   * checkpoint SQLite goes on to do it itself, which keeps the file whole whatever happens.
   */
  leaveSyncToCaller(): void {
    this.db.exec("pragma synchronous = normal");
  }

  /**
   * Makes the write-ahead log as long as it will become, by a transaction that is rolled back. To make a commit
   * durable inside a file that keeps its length takes a half to a tenth of the time of one that grows it.
   */
  lengthenLog(): void {
    const before = this.get("pragma cache_size")?.["cache_size"];
    try {
      // With no cache, pages go to the log at once and not only with a commit.
      this.db.exec("pragma cache_size = 1");
      this.run("begin immediate");
      this.run("create table lengthen_log (filler blob)");
      this.run("insert into lengthen_log values (zeroblob(?))", logPages * pageBytes);
    } catch {
      // A full disk, for instance: the log then grows as it is used, or the first real write says what is wrong.
    } finally {
      if (this.db.isTransaction) this.run("rollback");
      this.db.exec(`pragma cache_size = ${before}`);
      this.#statements.clear();
    }
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.statement(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.statement(sql).all(...values);
  }

  /** Returns the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.db.prepare(sql);
      if (this.#statements.size >= cachedStatementsMax) this.#statements.clear();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  close(): void {
    this.#statements.clear();
    if (this.db.isOpen) this.db.close();
  }
}
