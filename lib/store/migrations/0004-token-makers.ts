import type { Migration } from "./migration.ts";

/** Who stands behind a token: a person cannot be the second one through a token of their own, under whatever name. */
export const tokenMakers: Migration = {
  number: 4,
  name: "token-makers",
  sql: { sqlite: "alter table tokens add column made_by text;" },
};
