import type { OrdersAnswer } from "#lib/contract/orders.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { requireOpen, sessionGone } from "#lib/server/sessions/session-access.ts";

/**
 * GET /sessions/{id}/orders. What the session is to do, as a whole list, at once when it is not the one that it knows,
 * else when it changes or the wait is over. Throws `session-gone` when the session ended, also while it waited, and
 * `unauthenticated` when the right to it was taken away meanwhile.
 */
export async function waitOrders(
  context: ServerContext,
  actor: Actor,
  id: string,
  query: { known?: string | undefined; waitMs: number },
  { signal, mayStill }: { signal: AbortSignal; mayStill: () => Promise<boolean> },
): Promise<OrdersAnswer> {
  await requireOpen(context, actor, id);
  const list = await context.orders.wait(id, query.known, query.waitMs, signal);
  if (query.waitMs > 0) {
    // Also one that was taken away with its drill, of which there is no document any more.
    if (!context.beats.isOpen(id)) throw sessionGone();
    if (!(await mayStill()))
      throw new ApiError("unauthenticated", "Your token or sign-in ended while you waited.");
  }
  return { ...list, serverAt: context.clock.wallMs() };
}
