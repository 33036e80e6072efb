import { Kysely } from "kysely";
import type { Clock } from "#lib/domain/clock.ts";
import { allMigrations } from "#lib/store/migrations/all-migrations.ts";
import { type Store, StoreOpenError } from "#lib/store/store.ts";
import { accountsDialect } from "./accounts-dialect.ts";
import { Connection } from "./connection.ts";
import { type DataFolder, fileWatch, openDataFolder } from "./data-folder.ts";
import { writeFailure } from "./failures.ts";
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
  const connections: Connection[] = [];
  const closeAll = () => {
    for (const connection of connections) connection.close();
    folder.unlock();
  };
  try {
    const connection = new Connection(folder.databaseFile, "write");
    connections.push(connection);
    await migrate(connection, allMigrations, options.clock.wallMs());
    connection.lengthenLog();
    const reader = new Connection(folder.databaseFile, "read");
    connections.unshift(reader);
    // SQLite opens the file with the first statement: now, not when the disk is in trouble.
    reader.get(sql.readLog);
    return assemble(options, folder, connection, reader, closeAll);
  } catch (error) {
    closeAll();
    const reason = writeFailure(error);
    throw reason === null ? error : new StoreOpenError(`cannot open ${folder.databaseFile}: ${reason}`);
  }
}

function assemble(
  options: SqliteOptions,
  folder: DataFolder,
  connection: Connection,
  reader: Connection,
  closeAll: () => void,
): Store {
  const { clock, onError } = options;
  const checkFiles = fileWatch(folder.databaseFile);
  const writer = new Writer({ connection, clock, checkFiles, onError });
  let closed: Promise<void> | null = null;
  const close = async () => {
    await writer.close();
    closeAll();
  };
  return new SqliteStore({
    clock,
    writer,
    reader,
    checkFiles,
    onError,
    accounts: new Kysely<Record<string, never>>({ dialect: accountsDialect(writer, reader) }),
    close: () => {
      closed ??= close();
      return closed;
    },
  });
}
