import type { OnceState } from "#lib/contract/accounts.ts";
import { createAccountRows, hashPassword } from "#lib/server/accounts/account-rows.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError, type FieldError } from "#lib/server/http/errors.ts";
import { auditEntry } from "./audit-entry.ts";
import { type Caller, libraryHeaders } from "./caller.ts";
import { isLibraryError } from "./open-library.ts";
import { recordSignIn } from "./record-sign-in.ts";
import { authTables } from "./tables.ts";

interface Person {
  id: string;
  name: string;
  email: string;
}

/** What the one-time link would do now. Changes nothing, and tells nothing to who has not got the link. */
export async function onceState(context: ServerContext, token: string): Promise<OnceState> {
  if (!context.auth.onceLink.isGood(token)) return { valid: false, purpose: null, name: null };
  const admin = await earliestAdmin(context);
  if (admin === null) return { valid: true, purpose: "create-first-admin", name: null };
  return { valid: true, purpose: "sign-in", name: admin.name };
}

/** The new admin's name, email and password; needed while there is no admin, ignored afterwards. */
export interface OnceInput {
  token: string;
  name?: string | undefined;
  email?: string | undefined;
  password?: string | undefined;
}

/**
 * Uses the link up: makes the first admin, or signs in as the earliest active one, which is how whoever owns the
 * terminal gets back in. Errors: `gone` when it was used, replaced or has expired; `invalid` when a field for the
 * first admin is missing; then the link stays good.
 */
export async function useOnce(context: ServerContext, input: OnceInput, caller: Caller): Promise<Headers> {
  const claim = context.auth.onceLink.claim(input.token);
  if (claim === null) {
    throw new ApiError(
      "gone",
      "This link was used already, was replaced, or has expired. Each start of the server prints a new one.",
    );
  }
  try {
    const admin = (await earliestAdmin(context)) ?? (await createFirstAdmin(context, input));
    const headers = await openSession(context, admin.id, caller);
    await recordSignIn(context, admin.id, admin.email, "by one-time link");
    claim.done();
    return headers;
  } catch (error) {
    claim.failed();
    throw error;
  }
}

async function earliestAdmin(context: ServerContext): Promise<Person | null> {
  const admin = await authTables(context.store)
    .selectFrom("auth_user")
    .select(["id", "name", "email"])
    .where("role", "=", "admin")
    .where("disabledAt", "is", null)
    .orderBy("createdAt")
    .orderBy("id")
    .executeTakeFirst();
  return admin ?? null;
}

async function createFirstAdmin(context: ServerContext, input: OnceInput): Promise<Person> {
  const { name, email, password } = input;
  if (name === undefined || email === undefined || password === undefined) {
    const fields: FieldError[] = Object.entries({ name, email, password })
      .filter(([, value]) => value === undefined)
      .map(([field]) => ({ field, message: "needed for the first admin" }));
    throw new ApiError(
      "invalid",
      "The first admin needs a name, an email and a password.",
      undefined,
      fields,
    );
  }
  const passwordHash = await hashPassword(context, password);
  const { value } = await context.store.write(async (tx) => {
    const made = await createAccountRows(context, tx, { name, email, role: "admin", passwordHash });
    const detail = "first admin, by one-time link";
    await tx.audit(auditEntry(context.clock.wallMs(), "one-time link", "account.create", made.email, detail));
    return made;
  });
  return value;
}

async function openSession(context: ServerContext, userId: string, caller: Caller): Promise<Headers> {
  try {
    const { headers } = await (await context.auth.library()).api.openSession({
      body: { userId },
      headers: libraryHeaders(caller),
      returnHeaders: true,
    });
    return headers;
  } catch (error) {
    if (!isLibraryError(error) || error.statusCode >= 500) throw error;
    throw new ApiError("conflict", "The account was changed at the same moment. Try the link again.");
  }
}
