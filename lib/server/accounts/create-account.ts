import type { z } from "zod";
import type { Account, createAccount as createAccountBody } from "#lib/contract/accounts.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { auditEntry } from "#lib/server/auth/audit-entry.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { createAccountRows, hashPassword } from "./account-rows.ts";

/** Makes an account. Errors: `conflict` when the email is taken. */
export async function createAccount(
  context: ServerContext,
  actor: Actor,
  input: z.output<typeof createAccountBody>,
): Promise<Account> {
  const { name, email, role } = input;
  const passwordHash = await hashPassword(context, input.password);
  const { value } = await context.store.write(async (tx) => {
    const account = await createAccountRows(context, tx, { name, email, role, passwordHash });
    await tx.audit(
      auditEntry(context.clock.wallMs(), actor, "account.create", account.email, `role ${account.role}`),
    );
    return account;
  });
  return value;
}
