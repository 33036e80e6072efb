import type { z } from "zod";
import type { beatAnswer, beatBatch, beatBatchAnswer } from "#lib/contract/sessions.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { LiveSession } from "./live-session.ts";
import { mayUseAny, requireOpen } from "./session-access.ts";

/**
 * POST /sessions/{id}/beat. Extends the session, and at the server the leases that it holds. What the owner itself
 * may believe of a lease is extended by an answered renewal alone: this answer says nothing of leases.
 */
export async function beatSession(
  context: ServerContext,
  actor: Actor,
  id: string,
  counter: number,
): Promise<z.infer<typeof beatAnswer>> {
  await requireOpen(context, actor, id);
  return { grew: context.beats.beat(id, counter) === "grew", serverAt: context.clock.wallMs() };
}

/** POST /beats: many sessions in one request. Those that are gone, unknown or somebody else's are named. */
export function beatMany(
  context: ServerContext,
  actor: Actor,
  { beats }: z.infer<typeof beatBatch>,
): z.infer<typeof beatBatchAnswer> {
  const nowMs = context.clock.monoMs();
  const serverAt = context.clock.wallMs();
  const isTheirs = mayUseAny(actor);
  const unknown: string[] = [];
  let session: LiveSession | undefined;
  for (const { sessionId, counter } of beats) {
    session = context.beats.sessionAfter(session, sessionId);
    const outcome =
      session !== undefined && isTheirs(session.record)
        ? context.beats.beatOf(session, counter, nowMs, serverAt)
        : "unknown";
    if (outcome === "unknown" || outcome === "gone") unknown.push(sessionId);
  }
  return { accepted: beats.length - unknown.length, unknown, serverAt };
}
