import type { UnitRow } from "#lib/contract/orders.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import type { Scope } from "#lib/domain/operations/operation.ts";
import { agentService } from "#lib/domain/session-role.ts";

/** A part of the fleet that could be drained, with how many units it has now. */
export interface ScopeChoice {
  scope: Scope;
  units: number;
}

interface Rostered {
  node: string;
  service: string | null;
  state: string;
}

/** One string for a scope, for a radio button and for comparing. */
export function scopeKey(scope: Scope): string {
  switch (scope.type) {
    case "service":
      return JSON.stringify([scope.type, scope.service, scope.node]);
    case "node":
      return JSON.stringify([scope.type, scope.node]);
    case "group":
      return JSON.stringify([scope.type, scope.group]);
    case "fleet":
    case "drill":
      return JSON.stringify([scope.type]);
  }
}

/** Units that a drain would stop, as its plan counts them: not those that are lost, nor `heir`, who takes over. */
export function drainable<U extends Pick<UnitRow, "node" | "service" | "state" | "can">>(
  units: readonly U[],
  heir: { node: string; service: string } | null,
): U[] {
  return units.filter(
    ({ node, service, state, can }) =>
      state !== "lost" &&
      can.includes("drain") &&
      service !== agentService &&
      !(heir !== null && node === heir.node && service === heir.service),
  );
}

/**
 * What can be drained: services (everywhere, and where one runs on several nodes on each), nodes, groups, the fleet, the drill;
 * only parts that have units. `groupOf` names a node's group.
 */
export function drainScopes(
  units: readonly Pick<UnitRow, "node" | "service">[],
  groupOf: (node: string) => string | undefined,
): Record<Scope["type"], ScopeChoice[]> {
  const count = new Map<string, ScopeChoice>();
  const add = (scope: Scope) => {
    const key = scopeKey(scope);
    const choice = count.get(key) ?? { scope, units: 0 };
    choice.units += 1;
    count.set(key, choice);
  };
  for (const { node, service } of units) {
    add({ type: "service", service, node: null });
    add({ type: "service", service, node });
    add({ type: "node", node });
    const group = groupOf(node);
    if (group !== undefined) add({ type: "group", group });
    add({ type: isDrillName(node) ? "drill" : "fleet" });
  }
  const of = (type: Scope["type"]) =>
    [...count.values()]
      .filter(({ scope }) => scope.type === type)
      .sort((a, b) => sortName(a.scope).localeCompare(sortName(b.scope), "en", { numeric: true }));
  return {
    service: withoutTwins(of("service")),
    node: of("node"),
    group: of("group"),
    fleet: of("fleet"),
    drill: of("drill"),
  };
}

/** By name; a service everywhere before the same on one node. */
function sortName(scope: Scope): string {
  if (scope.type === "service") return `${scope.service}\0${scope.node ?? ""}`;
  if (scope.type === "node") return scope.node;
  return scope.type === "group" ? scope.group : "";
}

/** A service on its only node is the same as the service everywhere: one line is enough. */
function withoutTwins(choices: ScopeChoice[]): ScopeChoice[] {
  const everywhere = new Map<string, number>();
  for (const { scope, units } of choices) {
    if (scope.type === "service" && scope.node === null) everywhere.set(scope.service, units);
  }
  return choices.filter(
    ({ scope, units }) =>
      scope.type !== "service" || scope.node === null || everywhere.get(scope.service) !== units,
  );
}

/** Scopes that hold somebody of a roster who is still free, the narrowest first: suggested, never chosen. */
export function suggestedScopes(
  roster: readonly Rostered[],
  scopes: Record<Scope["type"], ScopeChoice[]>,
): ScopeChoice[] {
  const free = roster.filter((entry) => entry.state === "free");
  const holds = ({ scope }: ScopeChoice) =>
    free.some((entry) =>
      scope.type === "service"
        ? scope.service === entry.service && (scope.node === null || scope.node === entry.node)
        : scope.type === "node" && scope.node === entry.node,
    );
  return [...scopes.service, ...scopes.node].filter(holds);
}
