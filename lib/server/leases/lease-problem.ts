import type { OwnerRef } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { sessionRef } from "#lib/server/view/owner-rows.ts";
import type { Obstacle, RefusalCode } from "./lease-slot.ts";

/** Who a session is, for an answer; of one that is not known, only its id. */
export function ownerRefOf(context: ServerContext, sessionId: string): OwnerRef {
  const session = context.beats.session(sessionId);
  if (session !== undefined) return sessionRef(session.record);
  return { ownerId: sessionId, node: "", service: null, command: null, pid: null };
}

/** The facts about a lease that a refused client gets. */
export function standingOf(
  context: ServerContext,
  resource: string,
): { epoch: number; holder: OwnerRef | null; heldSinceAt: number | null } {
  const state = context.leases.slot(resource)?.state;
  const holder = state?.holder == null ? null : ownerRefOf(context, state.holder.sessionId);
  return { epoch: state?.epoch ?? 0, holder, heldSinceAt: state?.holder?.grantedAt ?? null };
}

/** Why somebody did not get a lease, with who has it. */
export function refusal(
  context: ServerContext,
  resource: string,
  code: RefusalCode,
  because: Obstacle,
): ApiError {
  const { epoch, holder, heldSinceAt } = standingOf(context, resource);
  const since = heldSinceAt === null ? "" : ` since ${new Date(heldSinceAt).toISOString().slice(0, 19)}Z`;
  const held = `It is held by ${nameOf(holder)}${since}.`;
  const delayed = "Its last owner was lost; it is granted to nobody until the lock-delay is over.";
  const closed = "It was cleared and is in quarantine; only a named successor is let in.";
  const obstacle = { held, "lock-delay": delayed, quarantined: closed }[because];
  const details: Record<RefusalCode, string> = {
    "lock-held": obstacle,
    "wait-timed-out": `Waited in vain. ${obstacle}`,
    "too-many-waiters": "So many wait for it already that no more are let in.",
    "session-gone": "The session ended while it waited.",
    "not-now": "It is being drained: it takes nothing new until its hold is over.",
  };
  const slot = context.leases.slot(resource);
  const opensMs = Math.max(slot?.state.closedUntilMs ?? 0, slot?.guard?.endsMs ?? 0);
  const retryAfterMs = Math.ceil(opensMs - context.clock.monoMs());
  return new ApiError(code, details[code], {
    epoch,
    holder,
    heldSinceAt,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
  });
}

function nameOf(holder: OwnerRef | null): string {
  if (holder?.service == null) return "somebody";
  const pid = holder.pid === null ? "" : ` (PID ${holder.pid})`;
  return `${safeText(holder.service, 60)} on ${safeText(holder.node, 60)}${pid}`;
}
