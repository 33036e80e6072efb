import type { Kysely } from "kysely";
import { type AuthTables, authTables } from "#lib/server/auth/tables.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { Tx } from "#lib/store/store.ts";
import { accountColumns } from "./account-rows.ts";

type Tables = Kysely<AuthTables>;

/** The account inside a write. Errors: `not-found`. */
export async function accountIn(tx: Tx, id: string) {
  const row = await authTables(tx)
    .selectFrom("auth_user")
    .select(accountColumns)
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new ApiError("not-found", "There is no account with this id.");
  return row;
}

/**
 * Refuses what would leave nobody to manage accounts. Asked inside the write that does it: writes run one after
 * another, so two admins cannot remove each other at the same moment. Errors: `conflict`.
 */
export async function assertAdminRemains(tx: Tx, withoutId: string, verb: string): Promise<void> {
  const tables: Tables = authTables(tx);
  const other = await tables
    .selectFrom("auth_user")
    .select("id")
    .where("role", "=", "admin")
    .where("disabledAt", "is", null)
    .where("id", "!=", withoutId)
    .executeTakeFirst();
  if (other !== undefined) return;
  throw new ApiError(
    "conflict",
    `This is the last active admin: it cannot be ${verb}. Make another admin first.`,
  );
}
