import type { Account } from "#lib/contract/accounts.ts";

/** Why an account must stay an active admin, or undefined when another one would remain. The server asks as well. */
export function lastAdminReason(account: Account, accounts: readonly Account[]): string | undefined {
  const isActiveAdmin = (each: Account) => each.role === "admin" && !each.disabled;
  if (!isActiveAdmin(account)) return undefined;
  const others = accounts.some((each) => each.id !== account.id && isActiveAdmin(each));
  return others ? undefined : "It is the last active admin. Make another admin first.";
}
