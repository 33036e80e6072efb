import type { NodeState } from "./states.ts";

/** What a node's work is like, as its units say: less than it should be, or none. Nothing is said of one that is well. */
export const healthLevels = ["impaired", "halted"] as const;
export type HealthLevel = (typeof healthLevels)[number];

export interface Health {
  level: HealthLevel;
  text: string;
  /** The resource that it is because of, where it is known. */
  resource: string | null;
}

/** What a node shows: silence before all, for what it said before is old; then what a person asked for; then how it is. */
export const fleetStates = ["up", "late", "silent", "stopped", "paused", "impaired", "halted"] as const;
export type FleetState = (typeof fleetStates)[number];

/** The one state by which a node is counted and drawn. */
export function fleetStateOf(node: {
  state: NodeState;
  health?: Health | null | undefined;
  paused?: boolean | undefined;
}): FleetState {
  if (node.state !== "up") return node.state;
  if (node.paused === true) return "paused";
  return node.health?.level ?? "up";
}

/** The worst of what the units of one node say. */
export function worstHealth(all: readonly (Health | null | undefined)[]): Health | null {
  let worst: Health | null = null;
  for (const health of all) {
    if (health == null) continue;
    if (worst === null || (worst.level === "impaired" && health.level === "halted")) worst = health;
  }
  return worst;
}
