import type { ProcessObservation } from "#lib/contract/agent.ts";
import { sameProcess } from "#lib/domain/identity.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
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
    await tx.put("session", id, { ...session, observations: merged, observedAt });
  }
}

/** One observation a process: the newest, and none of processes that the session does not have any more. */
function merge(session: SessionRecord, seen: readonly ProcessObservation[]): ProcessObservation[] {
  return session.processes.flatMap((process) => {
    const mine = (o: ProcessObservation) => sameProcess(o.process, process);
    return seen.find(mine) ?? session.observations.find(mine) ?? [];
  });
}
