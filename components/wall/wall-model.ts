import { awaitsSomebody, byNeed } from "#components/incidents/incident-rows.ts";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { LockRow, NodeRow, OwnerRow } from "#lib/contract/rows.ts";
import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import { type FleetOfWorld, sumFleet } from "#lib/domain/wall/wall-fleet.ts";
import { type GuardsOfWorld, pickGuards } from "#lib/domain/wall/wall-guards.ts";
import { type LocksOfWorld, sumLocks } from "#lib/domain/wall/wall-locks.ts";

/** More than any picture has room for: what is beyond is counted. */
const locksMost = 12;
const guardsMost = 9;

/** Everything of one world: what is real, or what is of a drill. They never meet in one list or count. */
export interface WallWorld {
  locks: LocksOfWorld<LockRow>;
  fleet: FleetOfWorld;
  guards: GuardsOfWorld<OwnerRow>;
  /** Not resolved, what needs somebody first. */
  incidents: IncidentRow[];
  /** Of those that are resolved, the one that was over last. */
  lastIncident: IncidentRow | null;
  /** Confirmed and not ended: a bypass first, then who is awaited, then the newest. */
  operations: OperationRow[];
}

export interface WallModel {
  real: WallWorld;
  drill: WallWorld;
  /** Every list has been read whole. */
  complete: boolean;
  /** Why a list cannot be read; null while all can. */
  problem: string | null;
}

interface WallRows {
  locks: readonly LockRow[];
  nodes: readonly NodeRow[];
  owners: readonly OwnerRow[];
  incidents: readonly IncidentRow[];
  operations: readonly OperationRow[];
}

/** The picture's facts from whole lists. Measured with 100,000 locks and 10,000 nodes: see wall-model.test.ts. */
export function wallModel(rows: WallRows): Pick<WallModel, "real" | "drill"> {
  const locks = sumLocks(rows.locks, locksMost);
  const fleet = sumFleet(rows.nodes);
  const guards = pickGuards(rows.owners, guardsMost);
  const incidents = Map.groupBy(rows.incidents.filter(isOpen).toSorted(byNeed), isDrillIncident);
  const operations = Map.groupBy(
    rows.operations.filter(isUnderWay).toSorted(byUrgency),
    ({ drill }) => drill === true,
  );
  const world = (drill: boolean, name: "real" | "drill"): WallWorld => ({
    locks: locks[name],
    fleet: fleet[name],
    guards: guards[name],
    incidents: incidents.get(drill) ?? [],
    lastIncident: lastOver(rows.incidents, drill),
    operations: operations.get(drill) ?? [],
  });
  return { real: world(false, "real"), drill: world(true, "drill") };
}

function isOpen({ state, mergedInto }: IncidentRow): boolean {
  return state !== "resolved" && mergedInto === null;
}

function lastOver(incidents: readonly IncidentRow[], drill: boolean): IncidentRow | null {
  let last: IncidentRow | null = null;
  for (const row of incidents) {
    if (row.resolvedAt === null || row.mergedInto !== null || isDrillIncident(row) !== drill) continue;
    if (last === null || row.resolvedAt > (last.resolvedAt ?? 0)) last = row;
  }
  return last;
}

function isUnderWay({ state, endedAt }: OperationRow): boolean {
  return endedAt === null && state !== "planned";
}

/** A bypass that is in force: gates are overridden by two people, without proof. */
export function isBypassInForce({ kind, state }: Pick<OperationRow, "kind" | "state">): boolean {
  return kind === "bypass" && (state === "running" || state === "verifying");
}

function byUrgency(a: OperationRow, b: OperationRow): number {
  return (
    Number(isBypassInForce(b)) - Number(isBypassInForce(a)) ||
    Number(b.awaitsAck) - Number(a.awaitsAck) ||
    Number(b.kind === "clear") - Number(a.kind === "clear") ||
    b.createdAt - a.createdAt ||
    a.id.localeCompare(b.id)
  );
}

/** Whether a world has anything at all in it. */
export function isPopulated({ locks, fleet }: WallWorld): boolean {
  return locks.counts.total > 0 || fleet.total > 0;
}

/** How many incidents are open and need somebody, and the gravest of them. */
export function openIncidents({ incidents }: WallWorld) {
  const open = incidents.filter(({ state, severity }) => state === "open" && severity !== "info");
  return {
    open: open.length,
    mitigated: incidents.filter(({ state }) => state !== "open").length,
    worst: open[0] ?? null,
    unclaimed: open.filter(awaitsSomebody).length,
  };
}
