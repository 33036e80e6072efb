import { isDrillName } from "#lib/domain/drill/names.ts";
import { type FleetState, fleetStateOf, type Health } from "#lib/domain/fleet-state.ts";
import type { NodeState } from "#lib/domain/states.ts";

/** What the wall needs of a node's row. */
export interface WallNode {
  readonly name: string;
  readonly group: string;
  readonly state: NodeState;
  readonly health?: Health | null | undefined;
  readonly paused?: boolean | undefined;
  readonly hot: number;
  readonly stale: number;
}

/** What one cell shows: a HOT or stale lock on a node that is well is worse than the node's own state. */
export type CellState = FleetState | "hot" | "orphan";

/** Worst first: the order of cells within a group, of words beside it, and of groups. */
export const cellOrder = [
  "hot",
  "orphan",
  "halted",
  "silent",
  "impaired",
  "late",
  "paused",
  "stopped",
  "up",
] as const satisfies readonly CellState[];

export interface WallGroup {
  name: string;
  total: number;
  /** Nodes by what their cell shows; only what occurs. */
  counts: Partial<Record<CellState, number>>;
}

export interface FleetOfWorld {
  total: number;
  counts: Partial<Record<CellState, number>>;
  /** The worst group first: by the worst that one of its nodes shows, then by how many show it. */
  groups: WallGroup[];
}

/** What a node's cell shows. */
export function cellStateOf(node: WallNode): CellState {
  const state = fleetStateOf(node);
  if (state !== "up") return state;
  if (node.hot > 0) return "hot";
  return node.stale > 0 ? "orphan" : "up";
}

/** One pass over all nodes: by group, what is real apart from what is of a drill. */
export function sumFleet(nodes: Iterable<WallNode>): { real: FleetOfWorld; drill: FleetOfWorld } {
  const real = new Map<string, WallGroup>();
  const drill = new Map<string, WallGroup>();
  for (const node of nodes) {
    const world = isDrillName(node.name) ? drill : real;
    let group = world.get(node.group);
    if (group === undefined) {
      group = { name: node.group, total: 0, counts: {} };
      world.set(node.group, group);
    }
    const state = cellStateOf(node);
    group.total += 1;
    group.counts[state] = (group.counts[state] ?? 0) + 1;
  }
  return { real: worldOf([...real.values()]), drill: worldOf([...drill.values()]) };
}

function worldOf(groups: WallGroup[]): FleetOfWorld {
  const counts: FleetOfWorld["counts"] = {};
  let total = 0;
  for (const group of groups) {
    total += group.total;
    for (const state of cellOrder) {
      const some = group.counts[state];
      if (some !== undefined) counts[state] = (counts[state] ?? 0) + some;
    }
  }
  return { total, counts, groups: groups.sort(worstFirst) };
}

/** Order of groups: the one with the worst cell, then with more such cells, then the larger, then by name. */
export function worstFirst(a: WallGroup, b: WallGroup): number {
  for (const state of cellOrder) {
    if (state === "up") break;
    const more = (b.counts[state] ?? 0) - (a.counts[state] ?? 0);
    if (more !== 0) return more;
  }
  return b.total - a.total || (a.name < b.name ? -1 : Number(a.name > b.name));
}
