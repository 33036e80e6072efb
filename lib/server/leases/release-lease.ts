import type { z } from "zod";
import type { released } from "#lib/contract/leases.ts";
import type { LeaseToken } from "#lib/domain/lease.ts";
import { type Actor, isAdmin } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { actorText, auditEntry } from "#lib/server/auth/audit-entry.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { actorKey, requireKnown } from "#lib/server/sessions/session-access.ts";
import { nativeId } from "#lib/server/view/lock-rows.ts";
import { standingOf } from "./lease-problem.ts";
import { refuseIfOwnerMayLive } from "./living-owner.ts";

/**
 * POST /leases/{resource}/release: compares session and epoch, and gives back exactly that grant. An owner whose
 * session was lost may still release what is kept in its name; nobody else gives it back for its owner. Asked again, the same answer. Throws `lease-lost`, `conflict` and `recovering`.
 */
export async function releaseLease(
  context: ServerContext,
  actor: Actor,
  resource: string,
  token: LeaseToken,
): Promise<z.infer<typeof released>> {
  const own = await ownership(context, actor, token.sessionId);
  if (!own) await refuseIfOwnerMayLive(context, resource, token.epoch);
  const at = context.clock.wallMs();
  const detail = `epoch ${token.epoch} of session ${safeText(token.sessionId, 64)}`;
  const by = own
    ? { why: null, audit: null }
    : {
        why: `${actorText(actor)} did it`,
        audit: auditEntry(at, actor, "lease.release", nativeId(resource), detail),
      };
  const done = await context.leases.release(resource, token, by);
  if (done === null) {
    throw new ApiError(
      "lease-lost",
      "This lease is not held with that epoch any more.",
      standingOf(context, resource),
    );
  }
  return { resource, epoch: done.epoch, releasedAt: done.at };
}

/** True for whoever opened the session; false for an admin, who may also act for sessions that nobody knows. */
async function ownership(context: ServerContext, actor: Actor, sessionId: string): Promise<boolean> {
  try {
    const { record } = await requireKnown(context, actor, sessionId);
    return record.openedBy === actorKey(actor);
  } catch (error) {
    if (isAdmin(actor) && error instanceof ApiError && error.code === "not-found") return false;
    throw error;
  }
}
