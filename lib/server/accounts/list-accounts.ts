import type { Account } from "#lib/contract/accounts.ts";
import { authTables } from "#lib/server/auth/tables.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { accountColumns, toAccount } from "./account-rows.ts";

/** Every account, earliest first. */
export async function listAccounts(context: ServerContext): Promise<Account[]> {
  const rows = await authTables(context.store)
    .selectFrom("auth_user")
    .select(accountColumns)
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  return rows.map(toAccount);
}
