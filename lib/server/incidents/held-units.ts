import { type Drain, heldStill } from "#lib/domain/incidents/held-still.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";

/** How many units stand still for an incident now. */
export function heldUnits(
  { operations, view }: Pick<ServerContext, "operations" | "view">,
  incident: IncidentRecord,
): number {
  const drains = operations.active().flatMap(({ spec, state, createdAt, units }): Drain[] => {
    if (spec.kind !== "drain") return [];
    // What it was made for may have ended long before it does.
    const made = spec.forOperation === null ? undefined : view.operations.get(spec.forOperation);
    return [{ state, createdAt, units, forResource: made?.resource ?? null }];
  });
  return heldStill(incident, drains);
}
