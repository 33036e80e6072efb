/** The lock systems that Locksmith reads today. */
export const sourceNames = ["native", "kernel"] as const;
export type SourceName = (typeof sourceNames)[number];

/** What a lock is doing. `hot`: held, and refusing somebody now. */
export const lockStates = ["free", "held", "hot", "quarantined"] as const;
export type LockState = (typeof lockStates)[number];

/** What is known of an owner. See `shared` safety rules: silence is not death, so `suspect` is not `orphan`. */
export const verdicts = ["live", "suspect", "orphan", "ghost", "unknown"] as const;
export type Verdict = (typeof verdicts)[number];

/** A node's agent, as heard from here. `silent` says nothing about the host; `stopped` said goodbye. */
export const nodeStates = ["up", "late", "silent", "stopped", "paused"] as const;
export type NodeState = (typeof nodeStates)[number];

export const severities = ["info", "warning", "critical"] as const;
export type Severity = (typeof severities)[number];

/** A lock whose owner is proven gone or cannot be reached is called stale. */
export function isStale(verdict: Verdict | null): boolean {
  return verdict === "orphan" || verdict === "ghost";
}

/** Order of attention: smaller comes first in every default list. */
export function attentionRank(state: LockState, verdict: Verdict | null): number {
  if (state === "hot" && isStale(verdict)) return 0;
  if (state === "hot") return 1;
  if (isStale(verdict)) return 2;
  if (state === "quarantined") return 3;
  if (verdict === "suspect") return 4;
  if (verdict === "unknown") return 5;
  return state === "held" ? 6 : 7;
}
