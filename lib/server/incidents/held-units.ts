import { type Drain, heldStill } from "#lib/domain/incidents/held-still.ts";
import type { Standing } from "#lib/domain/incidents/words.ts";
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

/** How its locks and those who are paused for it stand now. */
export function standingOf(
  context: Pick<ServerContext, "operations" | "view">,
  incident: IncidentRecord,
): Standing {
  const locks = incident.resources.flatMap((resource) => context.view.locks.ofResource(resource));
  const hot = locks.filter(({ state }) => state === "hot").map(({ resource }) => resource);
  return {
    hot: [...new Set(hot)],
    ownerLives: locks.some(({ verdict }) => verdict === "live"),
    held: heldUnits(context, incident),
  };
}
