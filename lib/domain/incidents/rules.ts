import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale, type LockState, type Verdict } from "#lib/domain/states.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import type { Sight } from "./sight.ts";

/** One lock that is stale or refuses somebody, as the judge left it. */
export interface LockFacts {
  lockId: string;
  resource: string;
  state: LockState;
  verdict: Verdict | null;
  ownerId: string | null;
  /** Of the holder. */
  node: string | null;
  /** Who holds it, for a sentence; null when that is not known. */
  holder: string | null;
}

/** How the fleet stands to one resource. */
export interface ResourceFacts {
  resource: string;
  locks: readonly LockFacts[];
  /** Nodes whose sessions are refused or wait now. */
  refused: ReadonlySet<string>;
  /** Nodes that say that they work less because of it. */
  unwell: ReadonlySet<string>;
  /** Nodes in all, of the drill or of what is real. */
  fleet: number;
}

/** A session whose role is to guard, and that is not heard. */
export interface GuardianFacts {
  sessionId: string;
  node: string;
  service: string;
  verdict: Verdict;
  /** What it guards, as far as it said so or holds it. */
  resources: readonly string[];
  lockId: string | null;
  lastBeatAt: number | null;
}

/**
 * What is wrong about one resource. A lock whose owner is proven gone is, when it lasts; at once when it refuses somebody.
 * The fleet is affected when several nodes are refused by a lock whose owner is not known to live, or say themselves that
 * they work less: who is refused by a living owner merely waits for its turn. `wasAffected`: the fleet was at the last look.
 */
export function resourceSights(facts: ResourceFacts, wasAffected: boolean): Sight[] {
  const affected = affectedNodes(facts);
  const least = wasAffected ? Math.ceil(limits.incidentAffectedMin / 2) : limits.incidentAffectedMin;
  const isAffected = affected.size >= least;
  const stale = facts.locks.filter(({ verdict }) => isStale(verdict));
  const sights = stale.flatMap((lock) => staleSights(lock, isAffected));
  if (isAffected) sights.push(fleetSight(facts, affected.size, stale[0] ?? facts.locks[0]));
  return sights;
}

/** Key of the rule that says that the fleet is affected by a resource. */
export const fleetKey = (resource: string) => `fleet-affected/${resource}`;

/** Nodes that count: refused without a living owner, or working less by their own word. */
export function affectedNodes({ locks, refused, unwell }: ResourceFacts): ReadonlySet<string> {
  const isFair = locks.some(({ state }) => state === "hot") && locks.every(isLiving);
  return isFair ? unwell : new Set([...refused, ...unwell]);
}

function isLiving({ state, verdict }: LockFacts): boolean {
  return state === "free" || verdict === "live";
}

function staleSights(lock: LockFacts, isAffected: boolean): Sight[] {
  const { lockId, resource, ownerId, node, holder, verdict } = lock;
  const where = { resource, lockId, ownerId, node, since: null };
  const name = safeText(resource, 120);
  const gone = verdict === "orphan" ? "is proven gone" : "cannot be found";
  const text = `${name} is still locked, and its holder${holder === null ? "" : `, ${holder},`} ${gone}`;
  const lasting: Sight = {
    ...where,
    key: `stale-lock/${lockId}`,
    rule: "stale-lock",
    severity: "warning",
    text: `${text}.`,
    patienceMs: limits.incidentPatienceMs,
  };
  if (lock.state !== "hot") return [lasting];
  const refusing: Sight = {
    ...where,
    key: `stale-refusing/${lockId}`,
    rule: "stale-refusing",
    severity: isAffected ? "critical" : "warning",
    text: `${text}; it refuses others.`,
    patienceMs: 0,
  };
  return [lasting, refusing];
}

function fleetSight(facts: ResourceFacts, count: number, lock: LockFacts | undefined): Sight {
  const { resource, fleet, unwell } = facts;
  const isGrave = isStale(lock?.verdict ?? null) || count >= fleet * limits.incidentFleetShare;
  // Sessions without an agent on their node are refused, too, and are in no count of the fleet.
  const ofFleet = count <= fleet ? ` of ${grouped(fleet)}` : "";
  const less =
    unwell.size === 0 ? "" : `, ${grouped(unwell.size)} of them say that they work less or not at all`;
  return {
    key: fleetKey(resource),
    rule: "fleet-affected",
    severity: isGrave ? "critical" : "warning",
    resource,
    lockId: lock?.lockId ?? null,
    ownerId: lock?.ownerId ?? null,
    node: lock?.node ?? null,
    text: `${counted(count, "node")}${ofFleet} cannot go on because of ${safeText(resource, 120)}${less}.`,
    since: null,
    patienceMs: 0,
  };
}

/** A guardian that is not heard, when it lasts. Whether somebody else guards in its place is asked before. */
export function guardianSight(guardian: GuardianFacts): Sight {
  const { sessionId, node, service, resources, lockId, verdict } = guardian;
  const what = resources[0] === undefined ? "" : ` of ${safeText(resources[0], 120)}`;
  const how = isStale(verdict) ? "is gone" : "is silent";
  return {
    key: `guardian-silent/${sessionId}`,
    rule: "guardian-silent",
    severity: "warning",
    resource: resources[0] ?? null,
    lockId,
    ownerId: sessionId,
    node,
    text: `The guardian${what}, ${safeText(service, 60)} on ${safeText(node, 60)}, ${how}, and nobody guards in its place.`,
    since: guardian.lastBeatAt,
    patienceMs: limits.incidentPatienceMs,
  };
}
