import { inWorld, type WorldChoice } from "#components/drill/world-search.ts";
import type { NodeRow } from "#lib/contract/rows.ts";
import { drillName, isDrillName } from "#lib/domain/drill/names.ts";
import { type FleetState, fleetStateOf } from "#lib/domain/fleet-state.ts";

export type GroupBy = "group" | "kind";

export interface NodeGroup {
  name: string;
  nodes: NodeRow[];
  /** Nodes by what they show, only the states that occur. */
  counts: Partial<Record<FleetState, number>>;
  /** Locks that are HOT or stale on its nodes. */
  hot: number;
  stale: number;
}

/** Order of attention for what nodes show: what is wrong comes first. */
export const fleetStateOrder: readonly FleetState[] = [
  "silent",
  "halted",
  "impaired",
  "late",
  "paused",
  "stopped",
  "up",
];

/** States that are named only while a node shows them. */
export const rareStates: ReadonlySet<FleetState> = new Set(["halted", "impaired", "paused"]);

/**
 * Nodes by group or kind, nodes by name within, in natural order (node-2 before node-10). Groups by name as well; what
 * is real comes before what is of a drill, and the two are never in one group.
 */
export function groupNodes(nodes: readonly NodeRow[], by: GroupBy): NodeGroup[] {
  const groups = new Map<string, NodeGroup & { drill: boolean }>();
  for (const node of nodes) {
    const drill = isDrillName(node.name);
    const name = by === "group" ? node.group : node.kind;
    const key = `${drill} ${name}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { name: drill ? drillName(name) : name, drill, nodes: [], counts: {}, hot: 0, stale: 0 };
      groups.set(key, group);
    }
    const state = fleetStateOf(node);
    group.nodes.push(node);
    group.counts[state] = (group.counts[state] ?? 0) + 1;
    group.hot += node.hot;
    group.stale += node.stale;
  }
  const sorted = [...groups.values()].sort(
    (a, b) => Number(a.drill) - Number(b.drill) || inOrder(naturalKey(a.name), naturalKey(b.name)),
  );
  return sorted.map(({ drill: _, nodes: some, ...group }) => ({ ...group, nodes: byName(some) }));
}

/** Keys are made once for each name: a collator would compare ten thousand names in a tenth of a second. */
function byName(nodes: readonly NodeRow[]): NodeRow[] {
  const keyed = nodes.map((node) => ({ key: naturalKey(node.name), node }));
  return keyed.sort((a, b) => inOrder(a.key, b.key)).map(({ node }) => node);
}

const digits = 12;

/** Sorts as text the way that a person counts: numbers in it are as long as each other. */
function naturalKey(name: string): string {
  return name.toLowerCase().replace(/\d+/g, (number) => number.padStart(digits, "0"));
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export interface NodeFilter {
  q: string;
  states: readonly string[];
  kinds: readonly string[];
  groups: readonly string[];
  world: WorldChoice;
}

/** Nodes that match every part of the filter; an empty part matches all. */
export function filterNodes(nodes: readonly NodeRow[], filter: NodeFilter): NodeRow[] {
  const q = filter.q.trim().toLowerCase();
  return nodes.filter(
    (node) =>
      (filter.states.length === 0 || filter.states.includes(fleetStateOf(node))) &&
      (filter.kinds.length === 0 || filter.kinds.includes(node.kind)) &&
      (filter.groups.length === 0 || filter.groups.includes(node.group)) &&
      inWorld(filter.world, node.name) &&
      (q === "" || node.name.toLowerCase().includes(q) || node.group.toLowerCase().includes(q)),
  );
}

/** How many nodes show each state, for chips and sentences. */
export function countStates(nodes: readonly NodeRow[]): Record<FleetState, number> {
  const counts = { up: 0, late: 0, silent: 0, stopped: 0, paused: 0, impaired: 0, halted: 0 };
  for (const node of nodes) counts[fleetStateOf(node)] += 1;
  return counts;
}
