import type { AuditVerified } from "#lib/contract/audit.ts";
import { systemClock } from "#lib/server/clock.ts";
import { openAuditReader } from "#lib/store/sqlite/audit-reader.ts";
import { verifyAudit } from "./verify-audit.ts";

/** Walks the chain in a data folder, without a server. Throws StoreOpenError with one line. */
export async function verifyFolder(dataDir: string): Promise<AuditVerified> {
  const reader = openAuditReader(dataDir);
  try {
    return await verifyAudit(reader, systemClock);
  } finally {
    reader.close();
  }
}
