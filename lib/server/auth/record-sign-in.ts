import type { ServerContext } from "#lib/server/context.ts";
import { auditEntry } from "./audit-entry.ts";
import { authTables, toStoredDate } from "./tables.ts";

/** Writes down that an account signed in, and takes out sessions that have expired. */
export async function recordSignIn(
  context: ServerContext,
  userId: string,
  email: string,
  how: string,
): Promise<void> {
  const now = context.clock.wallMs();
  const expired = toStoredDate(now, context.store.accountsDialect);
  await context.store.write(async (tx) => {
    const tables = authTables(tx);
    await tables.updateTable("auth_user").set({ lastSignInAt: now }).where("id", "=", userId).execute();
    await tables.deleteFrom("auth_session").where("expiresAt", "<", expired).execute();
    await tx.audit(auditEntry(now, `${email} (user ${userId})`, "sign-in", email, how));
  });
}
