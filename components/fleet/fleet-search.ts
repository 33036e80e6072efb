import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { worldParser } from "#components/drill/world-search.ts";
import { fleetStates } from "#lib/domain/fleet-state.ts";

/** What the address of the fleet page holds. */
export const fleetSearchParsers = {
  q: parseAsString.withDefault(""),
  state: parseAsArrayOf(parseAsStringLiteral(fleetStates)).withDefault([]),
  kind: parseAsArrayOf(parseAsString).withDefault([]),
  group: parseAsArrayOf(parseAsString).withDefault([]),
  world: worldParser,
  by: parseAsStringLiteral(["group", "kind"] as const).withDefault("group"),
  as: parseAsStringLiteral(["field", "table"] as const).withDefault("field"),
  sort: parseAsString.withDefault(""),
  cols: parseAsArrayOf(parseAsString),
};
