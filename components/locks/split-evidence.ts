import type { LockDetail } from "#lib/contract/locks.ts";

export type Evidence = LockDetail["evidence"][number];

/** Evidence in two parts, decisive first, each newest first. */
export function splitEvidence(evidence: readonly Evidence[]): {
  decisive: Evidence[];
  circumstantial: Evidence[];
} {
  const newest = [...evidence].sort((a, b) => b.observedAt - a.observedAt);
  return {
    decisive: newest.filter((fact) => fact.weight === "decisive"),
    circumstantial: newest.filter((fact) => fact.weight === "circumstantial"),
  };
}
