import type { Actor } from "#lib/domain/roles.ts";
import { auditEntry, enderOf } from "#lib/server/auth/audit-entry.ts";
import { standingKeys } from "#lib/server/auth/standing.ts";
import { authTables } from "#lib/server/auth/tables.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { removeViewsOf } from "#lib/server/views/view-books.ts";
import { accountIn, assertAdminRemains } from "./last-admin.ts";

/**
 * Removes an account with its password, sessions and saved views. Tokens that it made stay: they belong to programs, and each
 * says who made it. Errors: `not-found`, `conflict` for the last active admin.
 */
export async function removeAccount(context: ServerContext, actor: Actor, id: string): Promise<void> {
  await context.store.write(async (tx) => {
    const account = await accountIn(tx, id);
    if (account.role === "admin" && account.disabledAt === null) {
      await assertAdminRemains(tx, id, "removed");
    }
    const tables = authTables(tx);
    await tables.deleteFrom("auth_session").where("userId", "=", id).execute();
    await tables.deleteFrom("auth_account").where("userId", "=", id).execute();
    await tables.deleteFrom("auth_user").where("id", "=", id).execute();
    await removeViewsOf(tx, id, context.clock.wallMs());
    await tx.audit(
      auditEntry(context.clock.wallMs(), actor, "account.remove", account.email, `role ${account.role}`),
    );
  });
  const { sessions, streams } = context.auth;
  sessions.forgetAll();
  const ending = {
    reason: "revoked",
    what: "account",
    at: context.clock.wallMs(),
    by: enderOf(actor),
  } as const;
  streams.end(standingKeys.account(id), ending);
}
