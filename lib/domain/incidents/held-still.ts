import { isEnded, type OperationState, type UnitState } from "#lib/domain/operations/operation.ts";

/** A drain, with what it was made for. */
export interface Drain {
  state: OperationState;
  createdAt: number;
  /** The resource of the operation that it was made for; null when it was made for none. */
  forResource: string | null;
  units: readonly { node: string; state: UnitState }[];
}

interface Held {
  resources: readonly string[];
  nodes: readonly string[];
  affectedNodes: readonly string[];
  openedAt: number;
}

const standing: ReadonlySet<UnitState> = new Set<UnitState>(["draining", "paused", "resuming"]);

/**
 * Units that stand still for an incident: those of drains that were made for an operation on its resources, or, while it
 * was open, for nothing else and with a node that it concerns. Whoever stands still shows nothing wrong, which is no calm.
 */
export function heldStill(incident: Held, drains: readonly Drain[]): number {
  const concerned = new Set([...incident.nodes, ...incident.affectedNodes]);
  const isFor = ({ forResource, createdAt, units }: Drain) =>
    forResource === null
      ? createdAt >= incident.openedAt && units.some(({ node }) => concerned.has(node))
      : incident.resources.includes(forResource);
  return drains
    .filter((drain) => !isEnded(drain.state) && isFor(drain))
    .reduce((sum, { units }) => sum + units.filter(({ state }) => standing.has(state)).length, 0);
}

/**
 * For how long an incident has been calm. `goneMs`: for how long nothing of it was seen; null while something is.
 * `resumedMs`: how long ago the last unit stood still for it; 0 while one does, null when none ever did.
 */
export function calmMsFrom(goneMs: number | null, resumedMs: number | null): number | null {
  if (goneMs === null || resumedMs === 0) return null;
  return resumedMs === null ? goneMs : Math.min(goneMs, resumedMs);
}
