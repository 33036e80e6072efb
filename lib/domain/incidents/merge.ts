import { limits } from "#lib/domain/limits.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { FollowUp, IncidentNote, IncidentRole, IncidentState, Signal } from "./incident.ts";
import { worstSeverity } from "./severity.ts";

/** What of an incident is carried over when it turns out to be part of another one. */
export interface Mergeable {
  id: string;
  severity: Severity;
  severityBy: Person | null;
  state: IncidentState;
  resources: string[];
  lockId: string | null;
  nodes: string[];
  signals: Signal[];
  affected: number;
  affectedPeak: number;
  affectedNodes: string[];
  refusals: number;
  sentence: string;
  openedAt: number;
  acknowledged: { by: Person; at: number } | null;
  roles: { role: IncidentRole; person: Person; since: number }[];
  notes: IncidentNote[];
  followUps: FollowUp[];
  mitigatedAt: number | null;
  resolvedAt: number | null;
  mergedInto: string | null;
}

/** Which of two is kept when they turn out to be one: the older. */
export function olderOf<T extends Pick<Mergeable, "id" | "openedAt">>(a: T, b: T): T {
  if (a.openedAt !== b.openedAt) return a.openedAt < b.openedAt ? a : b;
  return a.id < b.id ? a : b;
}

/**
 * Two incidents as they are once `part` is part of `kept`: nothing that was seen, said or decided in either is lost, a
 * role that has a person keeps that one, and severity is the worse of both unless a person chose it.
 */
export function mergeInto<T extends Mergeable>(kept: T, part: T, at: number): { kept: T; part: T } {
  const isOpen = kept.state === "open" || part.state === "open";
  const roles = new Set(kept.roles.map(({ role }) => role));
  const taken = kept.followUps.reduce((most, { id }) => Math.max(most, id), 0);
  return {
    kept: {
      ...kept,
      severity: kept.severityBy === null ? worstSeverity([kept, part]) : kept.severity,
      state: isOpen ? "open" : kept.state,
      mitigatedAt: isOpen ? null : kept.mitigatedAt,
      resources: union(kept.resources, part.resources),
      lockId: kept.lockId ?? part.lockId,
      nodes: union(kept.nodes, part.nodes),
      signals: joinSignals(kept.signals, part.signals),
      affected: Math.max(kept.affected, part.affected),
      affectedPeak: Math.max(kept.affectedPeak, part.affectedPeak),
      affectedNodes: union(kept.affectedNodes, part.affectedNodes).slice(0, limits.incidentAffectedNamesMax),
      refusals: kept.refusals + part.refusals,
      acknowledged: kept.acknowledged ?? part.acknowledged,
      roles: [...kept.roles, ...part.roles.filter(({ role }) => !roles.has(role))],
      notes: [...kept.notes, ...part.notes].sort((a, b) => a.at - b.at).slice(-limits.incidentNotesMax),
      followUps: [...kept.followUps, ...part.followUps.map((one) => ({ ...one, id: taken + one.id }))],
    },
    part: {
      ...part,
      state: "resolved",
      signals: part.signals.map((signal) => ({ ...signal, clearedAt: signal.clearedAt ?? at })),
      resolvedAt: at,
      mergedInto: kept.id,
    },
  };
}

/** Signals of both, each key once: the earlier beginning, and over only when it is over in both. */
export function joinSignals(a: readonly Signal[], b: readonly Signal[]): Signal[] {
  const byKey = new Map(a.map((signal) => [signal.key, signal]));
  for (const signal of b) {
    const known = byKey.get(signal.key);
    if (known === undefined) byKey.set(signal.key, signal);
    else {
      const over = known.clearedAt !== null && signal.clearedAt !== null;
      const clearedAt = over ? Math.max(known.clearedAt ?? 0, signal.clearedAt ?? 0) : null;
      byKey.set(signal.key, { ...signal, since: Math.min(known.since, signal.since), clearedAt });
    }
  }
  return [...byKey.values()];
}

/** Names in the order in which they came. */
export function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
