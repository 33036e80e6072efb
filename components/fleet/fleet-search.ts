import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { nodeStates } from "#lib/domain/states.ts";

/** What the address of the fleet page holds. */
export const fleetSearchParsers = {
  q: parseAsString.withDefault(""),
  state: parseAsArrayOf(parseAsStringLiteral(nodeStates)).withDefault([]),
  kind: parseAsArrayOf(parseAsString).withDefault([]),
  group: parseAsArrayOf(parseAsString).withDefault([]),
  by: parseAsStringLiteral(["group", "kind"] as const).withDefault("group"),
  view: parseAsStringLiteral(["field", "table"] as const).withDefault("field"),
  sort: parseAsString.withDefault(""),
};
