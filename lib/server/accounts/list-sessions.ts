import type { UserSession } from "#lib/contract/accounts.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { authTables, fromStoredDate, toStoredDate } from "#lib/server/auth/tables.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { browserName } from "./browser-name.ts";

/** The sessions of an account that have not expired, newest first; `currentId` marks the caller's own. */
export async function listSessions(
  context: ServerContext,
  userId: string,
  currentId: string | null,
): Promise<UserSession[]> {
  const now = toStoredDate(context.clock.wallMs(), context.store.accountsDialect);
  const rows = await authTables(context.store)
    .selectFrom("auth_session")
    .select(["id", "createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent"])
    .where("userId", "=", userId)
    .where("expiresAt", ">", now)
    .orderBy("createdAt", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: fromStoredDate(row.createdAt),
    lastSeenAt: fromStoredDate(row.updatedAt),
    expiresAt: fromStoredDate(row.expiresAt),
    address: row.ipAddress ? safeText(row.ipAddress, 60) : null,
    browser: row.userAgent ? browserName(row.userAgent) : null,
    current: row.id === currentId,
  }));
}
