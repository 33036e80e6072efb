import { parseAsArrayOf, parseAsString } from "nuqs/server";

/** What the address of the owner table holds. */
export const ownerSearchParsers = {
  q: parseAsString.withDefault(""),
  verdict: parseAsArrayOf(parseAsString).withDefault([]),
  kind: parseAsArrayOf(parseAsString).withDefault([]),
  node: parseAsString.withDefault(""),
  sort: parseAsString.withDefault(""),
};
