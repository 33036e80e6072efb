import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";

/** The open session of a node's agent; null when it has none. */
export function agentSession(context: ServerContext, node: string): string | null {
  const sessionId = context.view.nodes.get(node)?.sessionId ?? null;
  return sessionId !== null && context.beats.isOpen(sessionId) ? sessionId : null;
}

/** Whether a node's agent is heard of. */
export function isHere(context: ServerContext, node: string): boolean {
  const sessionId = agentSession(context, node);
  return sessionId !== null && context.beats.heardWithin(sessionId, limits.canaryLostMs);
}

/** The node whose agent's session this is; null for the session of anything else. */
export function nodeOfAgent(context: ServerContext, sessionId: string): string | null {
  const node = context.view.owners.rows.get(sessionId)?.node;
  return node !== undefined && context.view.nodes.get(node)?.sessionId === sessionId ? node : null;
}
