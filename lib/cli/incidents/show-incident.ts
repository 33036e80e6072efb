import type { ServerFlags } from "#lib/cli/connection.ts";
import { printJson } from "#lib/cli/output.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { incidentText } from "./incident-text.ts";

export interface IncidentFlags extends ServerFlags {
  json?: boolean;
}

/** An incident as it is now, in words or as JSON. */
export function showIncident(incident: IncidentDetail, { json }: IncidentFlags): void {
  if (json === true) printJson(incident);
  else process.stdout.write(incidentText(incident, Date.now()));
}
