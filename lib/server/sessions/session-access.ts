import { type Actor, isAdmin } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { LiveSession } from "./live-session.ts";

/** How a session names who opened it. */
export function actorKey(actor: Actor): string {
  return `${actor.kind}:${actor.id}`;
}

/** As `mayUse`, prepared for many sessions of one request. */
export function mayUseAny(actor: Actor): (session: Pick<SessionRecord, "openedBy">) => boolean {
  if (isAdmin(actor)) return () => true;
  const key = actorKey(actor);
  return (session) => session.openedBy === key;
}

/** Later calls on a session come from whoever opened it, or from an admin. */
export function mayUse(actor: Actor, session: Pick<SessionRecord, "openedBy">): boolean {
  return isAdmin(actor) || session.openedBy === actorKey(actor);
}

/**
 * The session that a call acts for, open and the caller's own. Throws `session-gone` for one that ended or was
 * silent for too long, `not-found` for one that never was, `forbidden` for somebody else's.
 */
export async function requireOpen(context: ServerContext, actor: Actor, id: string): Promise<LiveSession> {
  const session = context.beats.session(id);
  if (session === undefined) throw await missing(context, actor, id);
  if (!mayUse(actor, session.record)) throw notYours();
  if (!context.beats.isOpen(id)) throw sessionGone();
  return session;
}

/** The document of a session, also of one that ended. Throws as `requireOpen`, but not for being gone. */
export async function requireKnown(
  context: ServerContext,
  actor: Actor,
  id: string,
): Promise<{ record: SessionRecord; ended: boolean }> {
  const live = context.beats.session(id);
  const stored = live === undefined ? await context.store.get("session", id) : null;
  const record = live?.record ?? stored?.value;
  if (record === undefined) throw new ApiError("not-found", "There is no such session.");
  if (!mayUse(actor, record)) throw notYours();
  return { record, ended: live === undefined };
}

async function missing(context: ServerContext, actor: Actor, id: string): Promise<ApiError> {
  try {
    await requireKnown(context, actor, id);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  return sessionGone();
}

/** What whoever acts for a session that is over is told. */
export function sessionGone(): ApiError {
  return new ApiError(
    "session-gone",
    "The session is over: it was closed, or silent for longer than its TTL. Open a new one.",
  );
}

function notYours(): ApiError {
  return new ApiError("forbidden", "This session was opened by somebody else.");
}
