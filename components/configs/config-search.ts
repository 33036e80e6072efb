import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const configTabs = ["versions", "nodes", "diff", "history"] as const;

/** What the address of a configuration's page holds: the part that is shown, and what is compared with what. */
export const configSearchParsers = {
  tab: parseAsStringLiteral(configTabs).withDefault("versions"),
  from: parseAsInteger,
  to: parseAsInteger,
  view: parseAsStringLiteral(["inline", "side"] as const).withDefault("inline"),
};

/** What the address of the list holds. */
export const configsSearchParsers = {
  q: parseAsString.withDefault(""),
  sort: parseAsString.withDefault(""),
  /** Columns that are shown; null: those that the reader has not hidden. */
  cols: parseAsArrayOf(parseAsString),
};
