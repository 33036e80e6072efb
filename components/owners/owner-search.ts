import { parseAsArrayOf, parseAsString } from "nuqs/server";
import { worldParser } from "#components/drill/world-search.ts";

/** What the address of the owner table holds. */
export const ownerSearchParsers = {
  q: parseAsString.withDefault(""),
  verdict: parseAsArrayOf(parseAsString).withDefault([]),
  kind: parseAsArrayOf(parseAsString).withDefault([]),
  node: parseAsString.withDefault(""),
  world: worldParser,
  sort: parseAsString.withDefault(""),
  /** Columns that are shown; null: those that the reader has not hidden. */
  cols: parseAsArrayOf(parseAsString),
};
