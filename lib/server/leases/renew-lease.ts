import type { Grant } from "#lib/contract/leases.ts";
import type { LeaseToken } from "#lib/domain/lease.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { requireOpen } from "#lib/server/sessions/session-access.ts";
import { grantOf } from "./acquire-lease.ts";
import { standingOf } from "./lease-problem.ts";

/**
 * POST /leases/{resource}/renew: the TTL counts from now; the owner counts it from before it sent this. Throws
 * `lease-lost` when it is not the holder's any more, and `session-gone`.
 */
export async function renewLease(
  context: ServerContext,
  actor: Actor,
  resource: string,
  token: LeaseToken,
): Promise<Grant> {
  await requireOpen(context, actor, token.sessionId);
  const holder = context.leases.renew(resource, token) ? context.leases.slot(resource)?.state.holder : null;
  if (holder == null) {
    throw new ApiError(
      "lease-lost",
      "This lease is not held with that epoch any more.",
      standingOf(context, resource),
    );
  }
  return grantOf(context, resource, holder);
}
