import { limits } from "#lib/domain/limits.ts";
import { inScope, isDrillScope, type Place } from "#lib/domain/operations/drain.ts";
import type { Scope } from "#lib/domain/operations/operation.ts";
import type { Policy } from "#lib/domain/operations/policy.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { agentService } from "#lib/domain/session-role.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { LiveUnit } from "#lib/server/orders/unit-book.ts";
import type { SessionRecord } from "#lib/store/records.ts";

type Sight = Pick<ServerContext, "view">;

function placeOf({ view }: Sight, { node, service }: { node: string; service: string }): Place {
  return { node, service, group: view.nodes.get(node)?.group ?? null };
}

/** Whether something of a node and service is meant; an agent takes no locks and is never paused itself. */
export function isMeant(context: Sight, scope: Scope, where: { node: string; service: string }): boolean {
  return where.service !== agentService && inScope(scope, placeOf(context, where));
}

/**
 * How many units one drain may stop. A drill may be as large as a drill can be: its fleet is there to be stopped as a
 * whole, and nothing real is in it.
 */
export function unitsMost(scope: Scope, { targetsMax }: Policy): number {
  return isDrillScope(scope) ? Math.max(targetsMax, limits.drillNodesMax) : targetsMax;
}

/** Units of the scope that can be drained, in a steady order. */
export function unitsIn(context: Pick<ServerContext, "view" | "units">, scope: Scope): LiveUnit[] {
  return [...context.units.all()]
    .filter(({ record }) => record.state !== "lost" && record.can.includes("drain"))
    .filter(({ record }) => isMeant(context, scope, record))
    .sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
}

/** Sessions of the scope that nothing pauses: neither a unit of their own, nor one of their service on their node. */
export function undrainableIn(
  context: Pick<ServerContext, "view" | "units" | "beats">,
  scope: Scope,
  units: readonly LiveUnit[],
): SessionRecord[] {
  const own = new Set(units.map(({ record }) => record.sessionId));
  const served = new Set(units.map(({ record }) => `${record.node}\0${record.service}`));
  return [...context.beats.sessions()]
    .map(({ record }) => record)
    .filter((session) => context.beats.isOpen(session.id) && isMeant(context, scope, session))
    .filter(({ id, node, service }) => !own.has(id) && !served.has(`${node}\0${service}`));
}

/** The scope in words, as it is typed to confirm. */
export function scopeName(scope: Scope): string {
  switch (scope.type) {
    case "fleet":
    case "drill":
      return scope.type;
    case "node":
      return scope.node;
    case "group":
      return scope.group;
    default:
      return scope.service;
  }
}

export function scopeText(scope: Scope): string {
  const name = safeText(scopeName(scope), 100);
  switch (scope.type) {
    case "fleet":
      return "the whole fleet";
    case "drill":
      return "the whole drill";
    case "node":
      return `node ${name}`;
    case "group":
      return `group ${name}`;
    default:
      return scope.node === null ? `service ${name}` : `service ${name} on ${safeText(scope.node, 100)}`;
  }
}
