import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { worldParser } from "#components/drill/world-search.ts";
import { incidentStates } from "#lib/domain/incidents/incident.ts";
import { timelineKinds } from "#lib/domain/incidents/timeline-kinds.ts";
import { severities } from "#lib/domain/states.ts";

/** What the address of the incident table holds. */
export const incidentSearchParsers = {
  q: parseAsString.withDefault(""),
  state: parseAsArrayOf(parseAsStringLiteral(incidentStates)).withDefault([]),
  severity: parseAsArrayOf(parseAsStringLiteral(severities)).withDefault([]),
  /** Only those that nobody has acknowledged. */
  waiting: parseAsBoolean.withDefault(false),
  world: worldParser,
  sort: parseAsString.withDefault(""),
  /** Columns that are shown; null: those that the reader has not hidden. */
  cols: parseAsArrayOf(parseAsString),
};

/** Which kinds of the timeline are shown; empty: all. */
export const kindsParser = parseAsArrayOf(parseAsStringLiteral(timelineKinds)).withDefault([]);
