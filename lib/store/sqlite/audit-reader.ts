import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Store, StoreOpenError } from "#lib/store/store.ts";
import { auditHead, readAudits } from "./audit.ts";
import { Connection } from "./connection.ts";

export type AuditReader = Pick<Store, "audits" | "auditHead"> & { close(): void };

/**
 * The audit of a data folder, read beside a server that may be running on it, or of a copy. Nothing is written and no
 * schema is changed. Throws StoreOpenError with one line for a folder that has none.
 */
export function openAuditReader(dataDir: string): AuditReader {
  const file = join(resolve(dataDir), "locksmith.db");
  if (!existsSync(file)) throw new StoreOpenError(`there is no store in ${resolve(dataDir)}`);
  const connection = new Connection(file, "read");
  try {
    auditHead(connection);
  } catch (error) {
    connection.close();
    throw new StoreOpenError(`${file} has no audit that can be checked: ${String(error)}`);
  }
  return {
    audits: async (filter) => readAudits(connection, filter, filter.limit),
    auditHead: async () => auditHead(connection),
    close: () => connection.close(),
  };
}
