import type { z } from "zod";
import { BeatScan } from "#lib/contract/beat-scan.ts";
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
  batch: z.infer<typeof beatBatch>,
): z.infer<typeof beatBatchAnswer> {
  if (batch instanceof BeatScan) return beatScanned(context, actor, batch);
  const { beats } = batch;
  const moment = context.beats.moment();
  const isTheirs = mayUseAny(actor);
  const unknown: string[] = [];
  let session: LiveSession | undefined;
  for (const { sessionId, counter } of beats) {
    session = context.beats.sessionAfter(session, sessionId);
    const outcome =
      session !== undefined && isTheirs(session.record)
        ? context.beats.beatOf(session, counter, moment)
        : "unknown";
    if (outcome === "unknown" || outcome === "gone") unknown.push(sessionId);
  }
  return { accepted: beats.length - unknown.length, unknown, serverAt: moment.nowAt };
}

/** The same for a batch that still lies in the bytes of its request. */
function beatScanned(
  { beats }: ServerContext,
  actor: Actor,
  scan: BeatScan,
): z.infer<typeof beatBatchAnswer> {
  const moment = beats.moment();
  const isTheirs = mayUseAny(actor);
  const unknown: string[] = [];
  let session: LiveSession | undefined;
  for (let place = 0; place < scan.count; place += 1) {
    const guess: LiveSession | null = session?.after ?? null;
    const isGuess = guess !== null && !guess.forgotten && scan.isOf(place, guess.id);
    session = isGuess ? guess : beats.sessionAfter(session, scan.idOf(place));
    const outcome =
      session !== undefined && isTheirs(session.record)
        ? beats.beatOf(session, scan.counters[place] ?? 0, moment)
        : "unknown";
    if (outcome === "unknown" || outcome === "gone") unknown.push(scan.idOf(place));
  }
  return { accepted: scan.count - unknown.length, unknown, serverAt: moment.nowAt };
}
