import type { EventRow } from "#lib/contract/rows.ts";

/** What a commit changed in the view, by id; the rows themselves are looked up when they are needed. */
export interface Touched {
  revision: number;
  at: number;
  locks: Set<string>;
  owners: Set<string>;
  nodes: Set<string>;
  operations: Set<string>;
  units: Set<string>;
  incidents: Set<string>;
  drills: Set<string>;
  events: EventRow[];
}

export function nothingTouched(revision: number, at: number): Touched {
  return {
    revision,
    at,
    locks: new Set(),
    owners: new Set(),
    nodes: new Set(),
    operations: new Set(),
    units: new Set(),
    incidents: new Set(),
    drills: new Set(),
    events: [],
  };
}

/** Puts a later change on top of an earlier one: a row that changed twice is sent once. */
export function mergeTouched(into: Touched, later: Touched): void {
  into.revision = later.revision;
  into.at = later.at;
  for (const id of later.locks) into.locks.add(id);
  for (const id of later.owners) into.owners.add(id);
  for (const id of later.nodes) into.nodes.add(id);
  for (const id of later.operations) into.operations.add(id);
  for (const id of later.units) into.units.add(id);
  for (const id of later.incidents) into.incidents.add(id);
  for (const id of later.drills) into.drills.add(id);
  into.events.push(...later.events);
}
