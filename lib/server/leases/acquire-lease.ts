import type { Acquire, Grant } from "#lib/contract/leases.ts";
import { isMixed } from "#lib/domain/drill/world.ts";
import type { LeaseHolder } from "#lib/domain/lease.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { refuseIfDrained } from "#lib/server/operations/drain/refuse-drained.ts";
import { requireOpen } from "#lib/server/sessions/session-access.ts";
import { refusal } from "./lease-problem.ts";

/** What ends a wait, and whether whoever waits may still have it at the end: minutes may lie between. */
export interface Waiting {
  signal: () => AbortSignal;
  mayStill: () => Promise<boolean>;
}

/**
 * POST /leases/{resource}/acquire. The grant is on disk when this resolves. Throws `lock-held`, `wait-timed-out`,
 * `too-many-waiters` with who holds it, `session-gone` when the session ended, also while it waited, and
 * `not-now` while a drain keeps new leases from it, and `unauthenticated` when the right to it was taken away meanwhile: then the grant is given on.
 */
export async function acquireLease(
  context: ServerContext,
  actor: Actor,
  resource: string,
  input: Acquire,
  { signal, mayStill }: Waiting,
): Promise<Grant> {
  const { record } = await requireOpen(context, actor, input.sessionId);
  if (isMixed([record.node, resource])) {
    throw new ApiError("forbidden", "What belongs to a drill and what is real never share a lock.");
  }
  const { sessionId, onLost, lockDelayMs, waitMs } = input;
  const ask = { sessionId, onLost, lockDelayMs, ttlMs: input.ttlMs ?? record.ttlMs };
  // What it holds already it keeps: its owner may be writing.
  const holds = context.leases.heldBy(sessionId).includes(resource);
  if (!holds && context.leases.slot(resource)?.guard == null) refuseIfDrained(context, record);
  const anew = waitMs > 0 && !holds;
  const outcome = await context.leases.acquire(resource, ask, waitMs, signal);
  if (outcome.outcome === "granted") {
    if (anew && !(await mayStill())) return giveOn(context, resource, outcome.holder);
    return grantOf(context, resource, outcome.holder);
  }
  // The client went away and hears nothing of this, or the server stops.
  if (outcome.outcome === "abandoned") throw new ApiError("recovering", "The server is stopping; ask again.");
  throw refusal(context, resource, outcome.code, outcome.because);
}

async function giveOn(context: ServerContext, resource: string, holder: LeaseHolder): Promise<never> {
  const { sessionId, epoch } = holder;
  const why = "whoever waited may not have it any more";
  await context.leases.release(resource, { sessionId, epoch }, { why, audit: null });
  throw new ApiError("unauthenticated", "Your token or sign-in ended while you waited.");
}

/** A grant or a renewal as of now. */
export function grantOf(context: ServerContext, resource: string, holder: LeaseHolder): Grant {
  const { sessionId, epoch, ttlMs, grantedAt } = holder;
  return { resource, epoch, sessionId, ttlMs, grantedAt, expiresAt: context.clock.wallMs() + ttlMs };
}
