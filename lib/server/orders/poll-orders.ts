import type { z } from "zod";
import type { PollAnswer, pollBatch } from "#lib/contract/batches.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { mayUseAny } from "#lib/server/sessions/session-access.ts";

/**
 * POST /orders/poll. The lists of many sessions that are not known to whoever asks; when all are, waits and names those
 * that have changed. Throws `unauthenticated` when the right to it was taken away meanwhile.
 */
export async function pollOrders(
  context: ServerContext,
  actor: Actor,
  { sessions, waitMs }: z.output<typeof pollBatch>,
  { signal, mayStill }: { signal: AbortSignal; mayStill: () => Promise<boolean> },
): Promise<PollAnswer> {
  const { orders, beats } = context;
  const isOwn = mayUseAny(actor);
  const isTheirs = (sessionId: string) => {
    const session = beats.session(sessionId);
    return session !== undefined && isOwn(session.record) && beats.isOpen(sessionId);
  };
  const known = new Map<string, string>();
  const gone: string[] = [];
  const lists: PollAnswer["lists"] = [];
  // Each once, however often it is named: its list is not to be made and sent a thousand times.
  const asked = new Map(sessions.map(({ sessionId, known: version }) => [sessionId, version]));
  for (const [sessionId, version] of asked) {
    if (!isTheirs(sessionId)) {
      gone.push(sessionId);
      continue;
    }
    const list = orders.list(sessionId);
    if (list.version === version) known.set(sessionId, list.version);
    else lists.push({ sessionId, ...list });
  }
  const changed: string[] = [];
  if (lists.length === 0 && gone.length === 0 && waitMs > 0) {
    changed.push(...(await orders.waitAny(known, waitMs, signal)));
    if (!(await mayStill()))
      throw new ApiError("unauthenticated", "Your token or sign-in ended while you waited.");
    gone.push(...[...known.keys()].filter((id) => !isTheirs(id)));
  }
  return { lists, changed, gone, serverAt: context.clock.wallMs() };
}
