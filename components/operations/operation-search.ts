import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { worldParser } from "#components/drill/world-search.ts";
import { operationKinds, operationStates } from "#lib/domain/operations/operation.ts";

/** What the address of the operation table holds. */
export const operationSearchParsers = {
  q: parseAsString.withDefault(""),
  kind: parseAsArrayOf(parseAsStringLiteral(operationKinds)).withDefault([]),
  state: parseAsArrayOf(parseAsStringLiteral(operationStates)).withDefault([]),
  /** Only those that have not ended. */
  open: parseAsBoolean.withDefault(false),
  world: worldParser,
  sort: parseAsString.withDefault(""),
  /** Columns that are shown; null: those that the reader has not hidden. */
  cols: parseAsArrayOf(parseAsString),
};
