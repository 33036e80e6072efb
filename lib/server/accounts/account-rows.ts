import type { Account } from "#lib/contract/accounts.ts";
import type { Role } from "#lib/domain/roles.ts";
import { roleOf } from "#lib/server/auth/session-book.ts";
import {
  type AuthTables,
  authTables,
  fromStoredDate,
  fromStoredInteger,
  storedFlag,
  toStoredDate,
} from "#lib/server/auth/tables.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { Tx } from "#lib/store/store.ts";

type UserRow = Pick<
  AuthTables["auth_user"],
  "id" | "name" | "email" | "role" | "createdAt" | "disabledAt" | "lastSignInAt"
>;

/** Columns of an account, as `toAccount` wants them. */
export const accountColumns = [
  "id",
  "name",
  "email",
  "role",
  "createdAt",
  "disabledAt",
  "lastSignInAt",
] as const satisfies (keyof UserRow)[];

export function toAccount(row: UserRow): Account {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: roleOf(row.role),
    disabled: row.disabledAt !== null,
    createdAt: fromStoredDate(row.createdAt),
    lastSignInAt: fromStoredInteger(row.lastSignInAt),
  };
}

/** By the library's own function; takes tens of milliseconds, so never inside a write. */
export async function hashPassword(context: ServerContext, password: string): Promise<string> {
  const library = await (await context.auth.library()).$context;
  return library.password.hash(password);
}

interface NewAccount {
  name: string;
  email: string;
  role: Role;
  passwordHash: string;
}

/** Inserts an account with its password inside a write. Errors: `conflict` when the email is taken. */
export async function createAccountRows(context: ServerContext, tx: Tx, input: NewAccount): Promise<Account> {
  const tables = authTables(tx);
  const email = input.email.toLowerCase();
  const taken = await tables
    .selectFrom("auth_user")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirst();
  if (taken !== undefined) throw emailTaken();
  const dialect = context.store.accountsDialect;
  const now = toStoredDate(context.clock.wallMs(), dialect);
  const id = context.newId("usr");
  const user = {
    id,
    name: input.name,
    email,
    emailVerified: storedFlag(false, dialect),
    image: null,
    createdAt: now,
    updatedAt: now,
    role: input.role,
    disabledAt: null,
    lastSignInAt: null,
  };
  await tables.insertInto("auth_user").values(user).execute();
  await tables
    .insertInto("auth_account")
    .values({
      id: context.newId("cred"),
      accountId: id,
      providerId: "credential",
      userId: id,
      password: input.passwordHash,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  return toAccount(user);
}

function emailTaken(): ApiError {
  return new ApiError("conflict", "There is an account with this email already.", undefined, [
    { field: "email", message: "belongs to another account" },
  ]);
}
