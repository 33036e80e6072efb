import { isDrillName } from "#lib/domain/drill/names.ts";

/** Names by which an incident, or what a rule saw, belongs to a drill or to the real fleet. */
export interface Named {
  resources: readonly string[];
  nodes: readonly string[];
}

/** Whether an incident is a drill's. Drill and real things never share one, so one name says it. */
export function isDrillIncident({ resources, nodes }: Named): boolean {
  return [...resources, ...nodes].some(isDrillName);
}
