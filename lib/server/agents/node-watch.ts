import type { NodeRow, OwnerRow } from "#lib/contract/rows.ts";
import type { NodeState, Severity } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { graceUntil } from "#lib/server/lists/status.ts";
import { blindAfterMs, blindLocks } from "./sight-locks.ts";

/**
 * One look at all nodes: a node's state follows the beats of its agent's session, and its kernel locks become
 * `unknown` when no scan came for too long. Run once a second.
 */
export async function watchNodes(context: ServerContext): Promise<void> {
  const changed: { row: NodeRow; state: NodeState }[] = [];
  for (const row of [...context.view.nodes.values()]) {
    const state = nodeState(row.state, await agentSession(context, row));
    if (state !== row.state) changed.push({ row, state });
  }
  if (changed.length > 0) await storeStates(context, changed);
  for (const row of context.view.nodes.values()) {
    if (isNewlyBlind(context, row)) await blindLocks(context, row.name);
  }
}

type AgentSession = Pick<OwnerRow, "state" | "verdict"> | null;

/** The session of a node's agent. One that ended left the view; its tombstone says whether it said goodbye. */
async function agentSession({ view, store }: ServerContext, row: NodeRow): Promise<AgentSession> {
  if (row.sessionId === null) return null;
  const open = view.owners.rows.get(row.sessionId);
  if (open !== undefined || row.state === "stopped" || row.state === "silent") return open ?? null;
  const ended = await store.get("session", row.sessionId);
  return ended && { state: ended.value.state, verdict: ended.value.judgement.verdict };
}

/** From the session of the agent; a paused node stays so until it says otherwise. */
function nodeState(now: NodeState, session: AgentSession): NodeState {
  if (now === "paused") return "paused";
  if (session === null) return now === "stopped" ? "stopped" : "silent";
  if (session.state === "closed") return "stopped";
  if (session.state === "lost") return "silent";
  if (session.verdict === "live") return "up";
  if (session.verdict === "suspect") return "late";
  // In the grace period after a restart nothing is concluded: it stays what it was.
  return session.verdict === "unknown" ? now : "silent";
}

function isNewlyBlind(context: ServerContext, row: NodeRow): boolean {
  if (context.agents.isBlind(row.name) || graceUntil(context) !== null) return false;
  const sinceMs = context.agents.sinceScanMs(row.name);
  return sinceMs === null || sinceMs > blindAfterMs;
}

const words: Record<NodeState, { severity: Severity; text: string }> = {
  up: { severity: "info", text: "is up" },
  late: { severity: "warning", text: "is late with its beats" },
  silent: { severity: "warning", text: "is silent; that says nothing about the host" },
  stopped: { severity: "info", text: "was stopped and said goodbye" },
  paused: { severity: "info", text: "is paused" },
};

async function storeStates(
  context: ServerContext,
  changed: { row: NodeRow; state: NodeState }[],
): Promise<void> {
  await context.store.write(async (tx) => {
    const now = context.clock.wallMs();
    for (const { row, state } of changed) {
      const stored = await tx.get("node", row.name);
      // A hello in the meantime knows better.
      if (stored === null || stored.value.sessionId !== row.sessionId) continue;
      const lastBeatAt = row.sessionId === null ? null : context.beats.lastBeatAt(row.sessionId);
      await tx.put("node", row.name, {
        ...stored.value,
        state,
        lastBeatAt: lastBeatAt ?? stored.value.lastBeatAt,
        lastReportAt: context.agents.reportedAt(row.name) ?? stored.value.lastReportAt,
      });
      const { severity, text } = words[state];
      const subject = { node: row.name, lockId: null, resource: null, ownerId: row.sessionId };
      await tx.event({
        ...subject,
        at: now,
        kind: `node.${state}`,
        severity,
        text: `The agent on ${row.name} ${text}.`,
      });
    }
  });
}
