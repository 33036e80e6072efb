import type { Acquire, Grant } from "#lib/contract/leases.ts";
import type { LeaseHolder } from "#lib/domain/lease.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { requireOpen } from "#lib/server/sessions/session-access.ts";
import { refusal } from "./lease-problem.ts";

/**
 * POST /leases/{resource}/acquire. The grant is on disk when this resolves. Throws `lock-held`, `wait-timed-out`,
 * `too-many-waiters` with who holds it, and `session-gone` when the session ended, also while it waited.
 */
export async function acquireLease(
  context: ServerContext,
  actor: Actor,
  resource: string,
  input: Acquire,
  signal: () => AbortSignal,
): Promise<Grant> {
  const { record } = await requireOpen(context, actor, input.sessionId);
  const { sessionId, onLost, lockDelayMs, waitMs } = input;
  const ask = { sessionId, onLost, lockDelayMs, ttlMs: input.ttlMs ?? record.ttlMs };
  const outcome = await context.leases.acquire(resource, ask, waitMs, signal);
  if (outcome.outcome === "granted") return grantOf(context, resource, outcome.holder);
  // The client went away and hears nothing of this, or the server stops.
  if (outcome.outcome === "abandoned") throw new ApiError("recovering", "The server is stopping; ask again.");
  throw refusal(context, resource, outcome.code, outcome.because);
}

/** A grant or a renewal as of now. */
export function grantOf(context: ServerContext, resource: string, holder: LeaseHolder): Grant {
  const { sessionId, epoch, ttlMs, grantedAt } = holder;
  return { resource, epoch, sessionId, ttlMs, grantedAt, expiresAt: context.clock.wallMs() + ttlMs };
}
