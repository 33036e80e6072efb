import type { Scope } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { OperationsDesk } from "#lib/server/operations/operations-desk.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import { isDrain, phaseOf } from "./drain-record.ts";
import { isMeant, scopeText } from "./drain-scope.ts";

type Sight = Pick<ServerContext, "view"> & { operations: Pick<OperationsDesk, "active"> };

/** The drain that keeps new leases from a service on a node now; null when none does. */
export function drainOf(context: Sight, where: { node: string; service: string }) {
  return (
    context.operations
      .active()
      .filter(isDrain)
      .find((record) => {
        const phase = phaseOf(record);
        return (phase === "draining" || phase === "holding") && isMeant(context, record.spec.scope, where);
      }) ?? null
  );
}

/** Ends the waits of those who may not take anything now: they are told why, and may ask again afterwards. */
export function refuseWaiters(context: ServerContext, scope: Scope): void {
  for (const { record } of context.beats.sessions()) {
    if (isMeant(context, scope, record)) context.leases.dropWaits(record.id, "not-now");
  }
}

/** Refuses a session what it does not hold yet, while a drain is on. Throws `not-now` naming the drain. */
export function refuseIfDrained(context: ServerContext, session: SessionRecord): void {
  const drain = drainOf(context, session);
  if (drain === null) return;
  const until =
    drain.due === null ? {} : { retryAfterMs: Math.max(1_000, drain.due.at - context.clock.wallMs()) };
  throw new ApiError(
    "not-now",
    `Refused while ${scopeText(drain.spec.scope)} is drained: ${drain.plan.title}.`,
    {
      operationId: drain.id,
      ...until,
    },
  );
}
