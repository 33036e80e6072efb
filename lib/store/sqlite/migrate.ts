import type { Migration } from "#lib/store/migrations/migration.ts";
import { StoreOpenError } from "#lib/store/store.ts";
import type { Connection } from "./connection.ts";
import { isBusy } from "./failures.ts";
import * as sql from "./statements.ts";

const retryMs = 50;
const giveUpAfter = 200;

const createTable = `create table if not exists migrations (
  number integer primary key, name text not null, applied_at integer not null) strict`;
const newest = "select coalesce(max(number), 0) as number from migrations";
const note = "insert into migrations (number, name, applied_at) values (?, ?, ?)";

/**
 * Brings the schema up to date. All steps run in one transaction, and what is missing is looked up inside it, so
 * two starts at once run each step once. Throws StoreOpenError for a schema that is newer than this program.
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<void> {
  const known = migrations.at(-1)?.number ?? 0;
  await beginWhenFree(connection);
  try {
    connection.db.exec(createTable);
    const present = Number(connection.get(newest)?.["number"]);
    if (present > known) {
      throw new StoreOpenError(
        `the data folder has schema ${present}, and this version knows schemas up to ${known}; start the newer version`,
      );
    }
    for (const step of migrations) {
      if (step.number <= present) continue;
      connection.db.exec(step.sql.sqlite);
      step.fill?.(connection);
      connection.run(note, step.number, step.name, nowMs);
    }
    connection.db.exec(sql.commit);
  } catch (error) {
    if (connection.db.isTransaction) connection.db.exec(sql.rollback);
    throw error;
  }
}

async function beginWhenFree(connection: Connection): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      connection.db.exec(sql.begin);
      return;
    } catch (error) {
      if (!isBusy(error) || attempt >= giveUpAfter) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}
