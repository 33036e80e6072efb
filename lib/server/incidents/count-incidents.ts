import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { Overview } from "#lib/contract/lists.ts";
import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import { worstSeverity } from "#lib/domain/incidents/severity.ts";

/** Incidents that nobody resolved: the real ones, how grave the open ones of them are, and apart those of a drill. */
export function countIncidents(rows: Iterable<IncidentRow>): NonNullable<Overview["incidents"]> {
  const unresolved = [...rows].filter(({ state }) => state !== "resolved");
  const real = unresolved.filter((row) => !isDrillIncident(row));
  const wrong = real.filter(({ state }) => state === "open");
  return {
    open: real.length,
    worst: wrong.length === 0 ? null : worstSeverity(wrong),
    drill: unresolved.length - real.length,
  };
}
