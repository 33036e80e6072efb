import type { z } from "zod";
import type { OpenSession, sessionOpened } from "#lib/contract/sessions.ts";
import { sameProcess } from "#lib/domain/identity.ts";
import { promisedIntervalMs } from "#lib/domain/liveness.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { forOwner } from "#lib/domain/session-facts.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import { actorKey } from "./session-access.ts";

/**
 * POST /sessions. The same instance asking again, because an answer was lost, gets its open session again; its
 * counter may then start anew. Throws `invalid` when a process is said to be on another node.
 */
export async function openSession(
  context: ServerContext,
  actor: Actor,
  input: OpenSession,
): Promise<z.infer<typeof sessionOpened>> {
  assertOneNode(input);
  const known = context.beats.ofInstance(input);
  if (known !== undefined && isSameOwner(known.record, input, actor)) {
    known.counter = -1;
    return opened(context, known.record);
  }
  const record = newRecord(context, actor, input);
  await context.store.write(async (tx) => {
    await tx.put("session", record.id, record);
    await tx.event({
      at: record.openedAt,
      kind: "session.opened",
      severity: "info",
      node: record.node,
      lockId: null,
      resource: null,
      ownerId: record.id,
      text: `${safeText(record.service, 60)} on ${safeText(record.node, 60)} opened a session.`,
    });
  });
  return opened(context, record);
}

/** What a session names: all of it belongs to a drill, or none. */
export function sessionNames({ node, service, resources }: OpenSession): string[] {
  return [node, service, ...resources];
}

/** A copy of an instance, as of a cloned container, is another owner: else both would be told that they hold. */
function isSameOwner(record: SessionRecord, input: OpenSession, actor: Actor): boolean {
  if (record.openedBy !== actorKey(actor) || record.ttlMs !== input.ttlMs) return false;
  const [before, now] = [record.processes[0], input.processes[0]];
  return before === undefined || now === undefined ? before === now : sameProcess(before, now);
}

function newRecord(context: ServerContext, actor: Actor, input: OpenSession): SessionRecord {
  const record: SessionRecord = {
    ...input,
    id: context.newId("ses"),
    state: "open",
    openedAt: context.clock.wallMs(),
    endedAt: null,
    beats: 0,
    lastBeatAt: null,
    rhythmMs: null,
    observations: [],
    observedAt: null,
    judgement: { verdict: "live", sentence: "", evidence: [], probe: null },
    openedBy: actorKey(actor),
  };
  return { ...record, judgement: forOwner(context.judge.ofNew(record)) };
}

function opened(context: ServerContext, { id, ttlMs }: SessionRecord): z.infer<typeof sessionOpened> {
  const serverAt = context.clock.wallMs();
  return { sessionId: id, ttlMs, beatEveryMs: promisedIntervalMs(ttlMs), serverAt };
}

/** Only the agent of its own node can vouch for a process. */
export function assertOneNode({ node, processes }: Pick<SessionRecord, "node" | "processes">): void {
  const foreign = processes.findIndex((process) => process.node !== node);
  if (foreign === -1) return;
  throw new ApiError("invalid", "A process is on another node than its session.", undefined, [
    { field: `processes.${foreign}.node`, message: "must be the session's node" },
  ]);
}
