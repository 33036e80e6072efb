import { Kysely } from "kysely";
import type { Clock } from "#lib/domain/clock.ts";
import { allMigrations } from "#lib/store/migrations/all-migrations.ts";
import { type Store, StoreOpenError } from "#lib/store/store.ts";
import { accountsDialect } from "./accounts-dialect.ts";
import { Connection } from "./connection.ts";
import { type DataFolder, fileWatch, openDataFolder } from "./data-folder.ts";
import { DurableReader } from "./durable-reader.ts";
import { writeFailure } from "./failures.ts";
import { LogFile } from "./log-file.ts";
import { migrate } from "./migrate.ts";
import { SqliteStore } from "./sqlite-store.ts";
import * as sql from "./statements.ts";
import { Writer } from "./writer.ts";

export interface SqliteOptions {
  /** Made when it is missing. One server at a time. */
  dataDir: string;
  clock: Clock;
  /** Hears of errors that belong to nobody's promise, such as a listener that threw. */
  onError: (error: unknown) => void;
}

/**
 * Opens the embedded store in a data folder, after bringing its schema up to date. Throws StoreOpenError with one
 * clear line: folder not writable, another server on it, a newer schema, a damaged file.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const folder = openDataFolder(options.dataDir);
  const open: { close(): void }[] = [];
  const closeAll = () => {
    for (const one of open) one.close();
    folder.unlock();
  };
  try {
    const connection = new Connection(folder.databaseFile, "write");
    open.push(connection);
    await migrate(connection, allMigrations, options.clock.wallMs());
    connection.lengthenLog();
    const log = new LogFile(folder.databaseFile);
    open.unshift(log);
    connection.leaveSyncToCaller();
    const reader = new Connection(folder.databaseFile, "read");
    open.unshift(reader);
    // SQLite opens the file with the first statement: now, not when the disk is in trouble.
    reader.get(sql.readLog);
    return assemble(options, { folder, connection, log, reader, closeAll });
  } catch (error) {
    closeAll();
    const reason = writeFailure(error);
    throw reason === null ? error : new StoreOpenError(`cannot open ${folder.databaseFile}: ${reason}`);
  }
}

interface Opened {
  folder: DataFolder;
  connection: Connection;
  log: LogFile;
  reader: Connection;
  closeAll: () => void;
}

function assemble(options: SqliteOptions, { folder, connection, log, reader, closeAll }: Opened): Store {
  const { clock, onError } = options;
  const checkFiles = fileWatch(folder.databaseFile);
  const writer = new Writer({ connection, clock, checkFiles, syncLog: () => log.sync(), onError });
  const durable = new DurableReader(reader, writer);
  let closed: Promise<void> | null = null;
  const close = async () => {
    await writer.close();
    closeAll();
  };
  return new SqliteStore({
    clock,
    writer,
    reader: durable,
    freshEvents: Number(reader.get(sql.countFreshEvents)?.["count"]),
    checkFiles,
    onError,
    accounts: new Kysely<Record<string, never>>({ dialect: accountsDialect(writer, durable) }),
    close: () => {
      closed ??= close();
      return closed;
    },
  });
}
