import type { NodeRow } from "#lib/contract/rows.ts";
import type { NodeState } from "#lib/domain/states.ts";

export type GroupBy = "group" | "kind";

export interface NodeGroup {
  name: string;
  nodes: NodeRow[];
  /** Nodes by state, only the states that occur. */
  counts: Partial<Record<NodeState, number>>;
  /** Locks that are HOT or stale on its nodes. */
  hot: number;
  stale: number;
}

/** Order of attention for states of nodes: what is wrong comes first. */
export const nodeStateOrder: readonly NodeState[] = ["silent", "late", "paused", "stopped", "up"];

/**
 * Nodes by group or kind, groups by name, nodes by name within, in natural order (node-2 before node-10).
 */
export function groupNodes(nodes: readonly NodeRow[], by: GroupBy): NodeGroup[] {
  const groups = new Map<string, NodeGroup>();
  for (const node of nodes) {
    const name = by === "group" ? node.group : node.kind;
    let group = groups.get(name);
    if (group === undefined) {
      group = { name, nodes: [], counts: {}, hot: 0, stale: 0 };
      groups.set(name, group);
    }
    group.nodes.push(node);
    group.counts[node.state] = (group.counts[node.state] ?? 0) + 1;
    group.hot += node.hot;
    group.stale += node.stale;
  }
  const sorted = [...groups.values()].sort((a, b) => natural.compare(a.name, b.name));
  for (const group of sorted) group.nodes.sort((a, b) => natural.compare(a.name, b.name));
  return sorted;
}

const natural = new Intl.Collator("en", { numeric: true });

export interface NodeFilter {
  q: string;
  states: readonly string[];
  kinds: readonly string[];
  groups: readonly string[];
}

/** Nodes that match every part of the filter; an empty part matches all. */
export function filterNodes(nodes: readonly NodeRow[], filter: NodeFilter): NodeRow[] {
  const q = filter.q.trim().toLowerCase();
  return nodes.filter(
    (node) =>
      (filter.states.length === 0 || filter.states.includes(node.state)) &&
      (filter.kinds.length === 0 || filter.kinds.includes(node.kind)) &&
      (filter.groups.length === 0 || filter.groups.includes(node.group)) &&
      (q === "" || node.name.toLowerCase().includes(q) || node.group.toLowerCase().includes(q)),
  );
}

/** How many nodes are in each state, for chips and sentences. */
export function countStates(nodes: readonly NodeRow[]): Record<NodeState, number> {
  const counts: Record<NodeState, number> = { up: 0, late: 0, silent: 0, stopped: 0, paused: 0 };
  for (const node of nodes) counts[node.state] += 1;
  return counts;
}
