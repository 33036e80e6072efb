import type { Migration } from "./migration.ts";

/** Who revoked a token: a screen on a wall says by whom it was shut, also after a restart of the server. */
export const tokenRevokers: Migration = {
  number: 5,
  name: "token-revokers",
  sql: { sqlite: "alter table tokens add column revoked_by text;" },
};
