import type { Actor } from "#lib/domain/roles.ts";
import { auditEntry, enderOf } from "#lib/server/auth/audit-entry.ts";
import { standingKeys } from "#lib/server/auth/standing.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { ownNameOf, removeViewsOf } from "#lib/server/views/view-books.ts";

/**
 * Revokes a token: when this resolves, it is worth nothing any more, and its streams were told and ended. Views that are
 * nobody's but its own go with it: nobody could rename or remove them. Errors: `not-found`.
 */
export async function revokeToken(context: ServerContext, actor: Actor, id: string): Promise<void> {
  const { store, clock, auth } = context;
  const record = (await store.tokens()).find((token) => token.id === id && token.revokedAt === null);
  if (record === undefined) throw new ApiError("not-found", "There is no token with this id.");
  const now = clock.wallMs();
  const by = enderOf(actor);
  await store.write(async (tx) => {
    await tx.putToken({ ...record, revokedAt: now, revokedBy: by });
    await removeViewsOf(tx, ownNameOf(id), now);
    await tx.audit(auditEntry(now, actor, "token.revoke", `${record.name} (${record.id})`));
  });
  auth.tokens.forget(record.secretHash);
  const what = record.scope === "display" ? "display" : "token";
  auth.streams.end(standingKeys.token(id), { reason: "revoked", what, at: now, by });
}
