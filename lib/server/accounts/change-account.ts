import type { z } from "zod";
import type { Account, changeAccount as changeAccountBody } from "#lib/contract/accounts.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { auditEntry, enderOf } from "#lib/server/auth/audit-entry.ts";
import { standingKeys } from "#lib/server/auth/standing.ts";
import { authTables, toStoredDate } from "#lib/server/auth/tables.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { Tx } from "#lib/store/store.ts";
import { hashPassword, toAccount } from "./account-rows.ts";
import { accountIn, assertAdminRemains } from "./last-admin.ts";

type Changes = z.output<typeof changeAccountBody>;

/**
 * Changes an account's name, role or password, or disables or enables it. Disabling and a new password end all
 * its sessions with the same commit; a new role ends the open streams that it does not allow any more. Errors: `not-found`, `conflict` for the last active admin.
 */
export async function changeAccount(
  context: ServerContext,
  actor: Actor,
  id: string,
  changes: Changes,
): Promise<Account> {
  const passwordHash = changes.password === undefined ? null : await hashPassword(context, changes.password);
  const { value } = await context.store.write((tx) => apply(context, tx, actor, id, changes, passwordHash));
  const { sessions, streams } = context.auth;
  sessions.forgetAll();
  if (changes.disabled === true || passwordHash !== null) {
    const what = changes.disabled === true ? "account" : "session";
    const ending = { reason: "revoked", what, at: context.clock.wallMs(), by: enderOf(actor) } as const;
    streams.end(standingKeys.account(id), ending);
  } else if (changes.role !== undefined) {
    await streams.review(standingKeys.account(id));
  }
  return value;
}

async function apply(
  context: ServerContext,
  tx: Tx,
  actor: Actor,
  id: string,
  changes: Changes,
  passwordHash: string | null,
): Promise<Account> {
  const before = await accountIn(tx, id);
  const isActiveAdmin = before.role === "admin" && before.disabledAt === null;
  if (isActiveAdmin && changes.disabled === true) await assertAdminRemains(tx, id, "disabled");
  if (isActiveAdmin && (changes.role ?? "admin") !== "admin") await assertAdminRemains(tx, id, "demoted");
  const now = context.clock.wallMs();
  const updatedAt = toStoredDate(now, context.store.accountsDialect);
  const after = {
    ...before,
    name: changes.name ?? before.name,
    role: changes.role ?? before.role,
    disabledAt: disabledAtAfter(before.disabledAt, changes.disabled, now),
  };
  const { name, role, disabledAt } = after;
  const tables = authTables(tx);
  await tables
    .updateTable("auth_user")
    .set({ name, role, disabledAt, updatedAt })
    .where("id", "=", id)
    .execute();
  if (passwordHash !== null) {
    await tables
      .updateTable("auth_account")
      .set({ password: passwordHash, updatedAt })
      .where("userId", "=", id)
      .where("providerId", "=", "credential")
      .execute();
  }
  if (passwordHash !== null || changes.disabled === true) {
    await tables.deleteFrom("auth_session").where("userId", "=", id).execute();
  }
  await tx.audit(auditEntry(now, actor, "account.change", before.email, changesText(changes)));
  return toAccount(after);
}

function disabledAtAfter<T>(before: T | null, disabled: boolean | undefined, now: number): T | number | null {
  if (disabled === undefined) return before;
  return disabled ? (before ?? now) : null;
}

/** What was changed, for the audit; never the password itself. */
function changesText({ name, role, disabled, password }: Changes): string {
  const parts: string[] = [];
  if (name !== undefined) parts.push(`name ${name}`);
  if (role !== undefined) parts.push(`role ${role}`);
  if (disabled !== undefined) parts.push(disabled ? "disabled" : "enabled");
  if (password !== undefined) parts.push("new password");
  return parts.join(", ");
}
