import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { auditEntry } from "#lib/server/auth/audit-entry.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { refuseIfOwnerMayLive } from "#lib/server/leases/living-owner.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { actorKey, requireKnown } from "./session-access.ts";

/**
 * DELETE /sessions/{id}: a clean end. All that the session holds is given back, kept leases too: its owner says that
 * it is done. Leases go first, so that a crash in between leaves nothing held by a session that is no more. Closing
 * one that ended already changes nothing. An admin may close another's, unless it holds what its owner may still use:
 * then `conflict`, or `recovering`.
 */
export async function closeSession(context: ServerContext, actor: Actor, id: string): Promise<void> {
  const { record, ended } = await requireKnown(context, actor, id);
  const live = context.beats.session(id);
  if (ended || live === undefined || live.closing) return;
  if (record.openedBy !== actorKey(actor)) await refuseIfHolding(context, id);
  live.closing = true;
  try {
    await context.leases.releaseAll(id, "its session was closed");
    await context.store.write((tx) => end(context, tx, actor, record));
  } catch (error) {
    live.closing = false;
    throw error;
  }
}

async function refuseIfHolding(context: ServerContext, id: string): Promise<void> {
  for (const resource of context.leases.heldBy(id)) {
    await refuseIfOwnerMayLive(context, resource, context.leases.slot(resource)?.state.holder?.epoch ?? 0);
  }
}

async function end(
  context: ServerContext,
  tx: Tx,
  actor: Actor,
  { id, openedBy }: SessionRecord,
): Promise<void> {
  const stored = await tx.get("session", id);
  if (stored === null || stored.goneAt !== null) return;
  const at = context.clock.wallMs();
  const beats = context.beats.summary(id) ?? {};
  const record: SessionRecord = { ...stored.value, ...beats, state: "closed", endedAt: at };
  await tx.put("session", id, record);
  await tx.remove("session", id, at, "Closed by its owner.");
  const name = `${safeText(record.service, 60)} on ${safeText(record.node, 60)}`;
  await tx.event({
    at,
    kind: "session.closed",
    severity: "info",
    node: record.node,
    lockId: null,
    resource: null,
    ownerId: id,
    text: `${name} closed its session.`,
  });
  if (openedBy !== actorKey(actor)) await tx.audit(auditEntry(at, actor, "session.close", id, name));
}
