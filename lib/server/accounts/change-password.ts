import { auditEntry, enderOf } from "#lib/server/auth/audit-entry.ts";
import type { SignedIn } from "#lib/server/auth/session-book.ts";
import { standingKeys } from "#lib/server/auth/standing.ts";
import { authTables, toStoredDate } from "#lib/server/auth/tables.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { hashPassword } from "./account-rows.ts";

/**
 * Changes one's own password; every other session of the account ends with the same commit. Errors: `invalid`
 * naming `current` when it is wrong, `too-many-requests`, so that a borrowed session cannot guess it.
 */
export async function changePassword(
  context: ServerContext,
  signedIn: SignedIn,
  input: { current: string; next: string },
): Promise<void> {
  const { auth, clock, store } = context;
  const userId = signedIn.actor.id;
  const attempt = auth.attempts.take([`password:${userId}`]);
  if (!attempt.allowed) {
    const { retryAfterMs } = attempt;
    throw new ApiError("too-many-requests", "Too many tries. Wait a moment.", { retryAfterMs });
  }
  const old = await storedHash(context, userId);
  await assertIsCurrent(context, old, input.current);
  attempt.giveBack();
  const passwordHash = await hashPassword(context, input.next);
  await store.write(async (tx) => {
    const tables = authTables(tx);
    const changed = await tables
      .updateTable("auth_account")
      .set({ password: passwordHash, updatedAt: toStoredDate(clock.wallMs(), store.accountsDialect) })
      .where("userId", "=", userId)
      .where("providerId", "=", "credential")
      .where("password", "=", old)
      .executeTakeFirst();
    // Between the check and now somebody else may have changed it; then the check was of an old password.
    if (changed.numUpdatedRows === 0n) throw new ApiError("conflict", "The password was changed meanwhile.");
    await tables
      .deleteFrom("auth_session")
      .where("userId", "=", userId)
      .where("id", "!=", signedIn.sessionId)
      .execute();
    await tx.audit(
      auditEntry(clock.wallMs(), signedIn.actor, "account.password", signedIn.email, "own password"),
    );
  });
  auth.sessions.forgetAll();
  const by = enderOf(signedIn.actor);
  const ending = { reason: "revoked", what: "session", at: clock.wallMs(), by } as const;
  auth.streams.end(standingKeys.account(userId), ending, standingKeys.session(signedIn.sessionId));
}

async function storedHash(context: ServerContext, userId: string): Promise<string> {
  const row = await authTables(context.store)
    .selectFrom("auth_account")
    .select("password")
    .where("userId", "=", userId)
    .where("providerId", "=", "credential")
    .executeTakeFirst();
  if (!row?.password) throw new ApiError("conflict", "This account has no password.");
  return row.password;
}

async function assertIsCurrent(context: ServerContext, hash: string, password: string): Promise<void> {
  const library = await (await context.auth.library()).$context;
  if (await library.password.verify({ hash, password })) return;
  throw new ApiError("invalid", "The current password is wrong.", undefined, [
    { field: "current", message: "is not your current password" },
  ]);
}
