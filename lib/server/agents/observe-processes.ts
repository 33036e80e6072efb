import type { ProcessObservation } from "#lib/contract/agent.ts";
import { sameProcess } from "#lib/domain/identity.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isProofOfEnd } from "#lib/domain/session-proof.ts";
import { clockTime } from "#lib/domain/words.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { NewEvent, Tx } from "#lib/store/store.ts";
import type { AgentDesk } from "./agent-desk.ts";

/** An observation that only repeats what is known is written down again after this long, for its age. */
const renewMs = 15_000;

/** Puts what an agent saw of processes on the sessions that they belong to. */
export async function observeProcesses(
  tx: Tx,
  desk: AgentDesk,
  node: string,
  observations: readonly ProcessObservation[],
  now: number,
): Promise<void> {
  const bySession = new Map<string, ProcessObservation[]>();
  const agoMs = observations.reduce((most, seen) => Math.max(most, seen.observedAgoMs), 0);
  const observedAt = Math.max(0, now - agoMs);
  for (const observation of observations) {
    for (const id of desk.sessionsOf(node, (p) => sameProcess(p, observation.process))) {
      bySession.set(id, [...(bySession.get(id) ?? []), { ...observation, observedAgoMs: 0 }]);
    }
  }
  for (const [id, seen] of bySession) {
    const stored = await tx.get("session", id);
    if (stored === null || stored.goneAt !== null || stored.value.node !== node) continue;
    const session = stored.value;
    const merged = merge(session, seen);
    const old = observedAt - (session.observedAt ?? 0) > renewMs;
    if (!old && JSON.stringify(merged) === JSON.stringify(session.observations)) continue;
    const after = { ...session, observations: merged, observedAt };
    await tx.put("session", id, after);
    const gone = processGoneEvent(session, after, observedAt);
    if (gone !== null) await tx.event(gone);
  }
}

/** One observation a process: the newest, and none of processes that the session does not have any more. */
function merge(session: SessionRecord, seen: readonly ProcessObservation[]): ProcessObservation[] {
  return session.processes.flatMap((process) => {
    const mine = (o: ProcessObservation) => sameProcess(o.process, process);
    return seen.find(mine) ?? session.observations.find(mine) ?? [];
  });
}

const ends: Partial<Record<ProcessObservation["status"], string>> = {
  gone: "is gone",
  reused: "is gone, and its number belongs to another process now",
  "other-boot": "ended with its boot",
};

/** A session that nobody closed lost its own process: when it was last noted alive, and when it was gone. */
function processGoneEvent(before: SessionRecord, after: SessionRecord, at: number): NewEvent | null {
  const [own] = after.processes;
  if (own === undefined || after.state === "closed") return null;
  const sightIn = (session: SessionRecord) => session.observations.find((o) => sameProcess(o.process, own));
  const seen = sightIn(after);
  const earlier = sightIn(before);
  const words = seen && ends[seen.status];
  if (words === undefined || (earlier !== undefined && ends[earlier.status] !== undefined)) return null;
  const sight = { status: seen?.status ?? "unreadable", observedAt: at, current: true };
  if (!isProofOfEnd({ process: own, sight })) return null;
  const who = `PID ${own.pid} of ${safeText(after.service, 60)} on ${safeText(after.node, 60)}`;
  const noted =
    earlier?.status === "alive" && before.observedAt !== null
      ? `; it was noted alive at ${clockTime(before.observedAt)}`
      : "";
  return {
    at,
    kind: "process.gone",
    severity: "warning",
    node: after.node,
    lockId: null,
    resource: null,
    ownerId: after.id,
    text: `${who} ${words}: its agent saw that at ${clockTime(at)}${noted}.`,
  };
}
