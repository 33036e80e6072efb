import type { LiveFrame } from "./live-reducer.ts";

/** What a batch of frames touched, for asking again for single things that are on the screen. */
export interface Affected {
  /** Everything is in doubt: the log was lost, or another server answers. */
  all: boolean;
  locks: ReadonlySet<string>;
  owners: ReadonlySet<string>;
  nodes: ReadonlySet<string>;
  operations: ReadonlySet<string>;
  incidents: ReadonlySet<string>;
  drills: boolean;
  /** Names of the resources touched: other layers of a lock are shown on its page. */
  resources: ReadonlySet<string>;
  /** Names of configurations that something happened to. */
  configs: ReadonlySet<string>;
  events: boolean;
}

/** Ids, owners, nodes and resources that these frames are about. Ticks and pages touch nothing. */
export function affectedBy(frames: readonly LiveFrame[]): Affected {
  const locks = new Set<string>();
  const owners = new Set<string>();
  const nodes = new Set<string>();
  const operations = new Set<string>();
  const resources = new Set<string>();
  const configs = new Set<string>();
  const incidents = new Set<string>();
  let drills = false;
  let all = false;
  let events = false;
  for (const frame of frames) {
    if (frame.kind === "reset" || (frame.kind === "hello" && !frame.resumed)) all = true;
    if (frame.kind !== "change") continue;
    const { change } = frame;
    for (const row of change.locks ?? []) {
      locks.add(row.id);
      resources.add(row.resource);
      if (row.holder !== null) owners.add(row.holder.ownerId);
      if (row.node !== null) nodes.add(row.node);
    }
    for (const row of change.owners ?? []) owners.add(row.id);
    for (const row of change.nodes ?? []) nodes.add(row.name);
    for (const row of change.operations ?? []) {
      operations.add(row.id);
      // Each stands on the other's page.
      if (row.relatedId !== null) operations.add(row.relatedId);
      if (row.lockId !== null) locks.add(row.lockId);
    }
    for (const row of change.incidents ?? []) {
      incidents.add(row.id);
      if (row.mergedInto !== null) incidents.add(row.mergedInto);
    }
    for (const id of change.goneIncidents ?? []) incidents.add(id);
    if (change.drills !== undefined || change.goneDrills !== undefined) drills = true;
    for (const id of change.goneLocks ?? []) locks.add(id);
    for (const id of change.goneOwners ?? []) owners.add(id);
    for (const name of change.goneNodes ?? []) nodes.add(name);
    for (const event of change.events ?? []) {
      events = true;
      if (event.kind.startsWith("config.") && event.resource !== null) configs.add(event.resource);
      if (event.lockId !== null) locks.add(event.lockId);
      if (event.ownerId !== null) {
        owners.add(event.ownerId);
        operations.add(event.ownerId);
      }
      if (event.node !== null) nodes.add(event.node);
    }
  }
  return { all, locks, owners, nodes, operations, incidents, drills, resources, configs, events };
}

/** Whether a cached query shows something of this. The first word of a key says what it is. */
export function touches(affected: Affected, queryKey: readonly unknown[], data: unknown): boolean {
  const [kind, id] = queryKey;
  // Whole lists have their own way of staying current, and a first page is only their start.
  if (kind === "live" || kind === "page") return false;
  if (affected.all) return true;
  switch (kind) {
    case "lock":
      return affected.locks.has(String(id)) || affected.resources.has(fieldOf(data, "resource"));
    case "owner":
      return affected.owners.has(String(id));
    case "node":
      return affected.nodes.has(String(id));
    case "operation":
      return (
        affected.operations.has(String(id)) ||
        affected.operations.has(fieldOf(data, "relatedId")) ||
        affected.resources.has(fieldOf(data, "resource"))
      );
    case "configs":
      return affected.configs.size > 0 || affected.operations.size > 0;
    case "config":
      return affected.configs.has(String(id)) || affected.resources.has(String(id));
    case "incident":
    case "incident-timeline":
    case "incident-picture":
    case "incident-report":
      return affected.incidents.has(String(id)) || affected.operations.size > 0 || affected.events;
    case "open-incidents":
      return affected.incidents.size > 0;
    case "drill":
      return affected.drills;
    case "open-operations":
      return affected.operations.size > 0;
    case "lock-operations":
      return affected.operations.size > 0 && affected.locks.has(String(id));
    case "overview":
      return affected.locks.size + affected.owners.size + affected.nodes.size > 0 || affected.events;
    default:
      return false;
  }
}

function fieldOf(data: unknown, field: string): string {
  return typeof data === "object" && data !== null ? String(Reflect.get(data, field) ?? "") : "";
}
