import type { Actor } from "#lib/domain/roles.ts";
import { auditEntry, enderOf } from "#lib/server/auth/audit-entry.ts";
import { standingKeys } from "#lib/server/auth/standing.ts";
import { authTables } from "#lib/server/auth/tables.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { accountIn } from "./last-admin.ts";

/** Ends one session of an account. Errors: `not-found`, also for a session of somebody else. */
export async function endSession(
  context: ServerContext,
  actor: Actor,
  userId: string,
  sessionId: string,
): Promise<void> {
  await context.store.write(async (tx) => {
    const account = await accountIn(tx, userId);
    const ended = await authTables(tx)
      .deleteFrom("auth_session")
      .where("userId", "=", userId)
      .where("id", "=", sessionId)
      .executeTakeFirst();
    if (ended.numDeletedRows === 0n) throw new ApiError("not-found", "There is no such session any more.");
    await tx.audit(auditEntry(context.clock.wallMs(), actor, "session.end", account.email, "one session"));
  });
  endStreams(context, actor, standingKeys.session(sessionId));
}

/** Ends every session of an account. Errors: `not-found` for the account. */
export async function endAllSessions(context: ServerContext, actor: Actor, userId: string): Promise<void> {
  await context.store.write(async (tx) => {
    const account = await accountIn(tx, userId);
    await authTables(tx).deleteFrom("auth_session").where("userId", "=", userId).execute();
    await tx.audit(auditEntry(context.clock.wallMs(), actor, "session.end", account.email, "all sessions"));
  });
  endStreams(context, actor, standingKeys.account(userId));
}

function endStreams({ auth, clock }: ServerContext, actor: Actor, key: string): void {
  auth.sessions.forgetAll();
  auth.streams.end(key, { reason: "revoked", what: "session", at: clock.wallMs(), by: enderOf(actor) });
}
