import type { IncidentFacts, RecordedOwner } from "#lib/domain/incidents/timeline/facts.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";

export interface PictureOwner {
  ownerId: string;
  label: string;
  role: "holder" | "guardian" | "watchdog" | "orchestrator" | "other";
}

const ownersMax = 6;

/** Whose heartbeats are drawn, the most telling first: who was lost or doubted, who guarded, who came after. */
export function pictureOwners(facts: IncidentFacts): PictureOwner[] {
  const named = new Set(facts.incident.signals.flatMap(({ ownerId }) => ownerId ?? []));
  const held = new Set(
    facts.events.filter(({ kind }) => kind.startsWith("lease.")).flatMap(({ ownerId }) => ownerId ?? []),
  );
  const score = (owner: RecordedOwner) =>
    (named.has(owner.id) ? 8 : 0) +
    (isStale(owner.judgement.verdict) || owner.state === "lost" ? 4 : 0) +
    (owner.role === "guardian" || owner.role === "watchdog" ? 2 : 0) +
    (owner.role === "orchestrator" || held.has(owner.id) ? 1 : 0);
  return [...facts.owners]
    .filter(({ openedAt, endedAt }) => openedAt <= facts.to && (endedAt ?? facts.to) >= facts.from)
    .sort((a, b) => score(b) - score(a) || b.openedAt - a.openedAt)
    .slice(0, ownersMax)
    .map((owner) => ({
      ownerId: owner.id,
      label: safeText(`${owner.service} on ${owner.node}`, 200),
      role: roleOf(owner, held.has(owner.id)),
    }));
}

function roleOf({ role }: RecordedOwner, held: boolean): PictureOwner["role"] {
  if (role !== null && role !== "worker") return role;
  return held ? "holder" : "other";
}
