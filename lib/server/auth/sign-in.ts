import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { addressKey } from "./attempts.ts";
import { auditEntry } from "./audit-entry.ts";
import { type Caller, libraryHeaders } from "./caller.ts";
import { isLibraryError } from "./open-library.ts";
import { recordSignIn } from "./record-sign-in.ts";
import { authTables } from "./tables.ts";

/**
 * Signs in by email and password; resolves with the headers that set the session cookie. An unknown account costs
 * the same hashing as a known one and gets the same answer. Errors: `too-many-requests` by address or by account,
 * `unauthenticated`, and `forbidden` for a disabled account, which only its right password finds out.
 */
export async function signIn(
  context: ServerContext,
  input: { email: string; password: string },
  caller: Caller,
): Promise<Headers> {
  const email = input.email.toLowerCase();
  const attempt = context.auth.attempts.take([addressKey(caller.address), `account:${email}`]);
  if (!attempt.allowed) {
    const { retryAfterMs } = attempt;
    throw new ApiError("too-many-requests", "Too many tries to sign in. Wait a moment.", { retryAfterMs });
  }
  const hash = await storedHash(context.store, email);
  const opened = await open(context, email, input.password, caller);
  if (opened.headers === null) {
    const row = auditEntry(context.clock.wallMs(), "nobody", "sign-in", email, opened.audited, "refused");
    await context.store.write((tx) => tx.audit(row));
    throw opened.error;
  }
  attempt.giveBack();
  if (!(await stands(context, { token: opened.token, email }, hash))) {
    throw new ApiError("unauthenticated", "This account was changed just now. Sign in again.");
  }
  await recordSignIn(context, opened.userId, email, "by password");
  return opened.headers;
}

/** The hash of an account's password; null when there is no such account. */
async function storedHash(tables: Parameters<typeof authTables>[0], email: string): Promise<string | null> {
  const account = await authTables(tables)
    .selectFrom("auth_user")
    .innerJoin("auth_account", "auth_account.userId", "auth_user.id")
    .select("auth_account.password")
    .where("auth_user.email", "=", email)
    .where("auth_user.disabledAt", "is", null)
    .where("auth_account.providerId", "=", "credential")
    .executeTakeFirst();
  return account?.password ?? null;
}

/**
 * Whether a session still stands, once it is in the tables. Checking a password takes long: whoever changes it or disables
 * the account meanwhile ends its sessions, and this one was not there to be ended.
 */
async function stands(
  { store, clock }: Pick<ServerContext, "store" | "clock">,
  { token, email }: { token: string; email: string },
  hash: string | null,
): Promise<boolean> {
  const { value } = await store.write(async (tx) => {
    if (hash !== null && (await storedHash(tx, email)) === hash) return true;
    await authTables(tx).deleteFrom("auth_session").where("token", "=", token).execute();
    const why = "the account was changed while its password was checked";
    await tx.audit(auditEntry(clock.wallMs(), "nobody", "sign-in", email, why, "refused"));
    return false;
  });
  return value;
}

type Opened =
  | { headers: Headers; userId: string; token: string }
  | { headers: null; error: ApiError; audited: string };

async function open(
  context: ServerContext,
  email: string,
  password: string,
  caller: Caller,
): Promise<Opened> {
  const from = ` from ${caller.address ?? "this process"}`;
  try {
    const { headers, response } = await (await context.auth.library()).api.signInEmail({
      body: { email, password },
      headers: libraryHeaders(caller),
      returnHeaders: true,
    });
    return { headers, userId: response.user.id, token: response.token };
  } catch (error) {
    if (!isLibraryError(error)) throw error;
    if (error.body?.code === "FAILED_TO_CREATE_SESSION") {
      const refusal = new ApiError("forbidden", "This account is disabled. An admin can enable it again.");
      return { headers: null, error: refusal, audited: `disabled account${from}` };
    }
    if (error.statusCode >= 500) throw error;
    const refusal = new ApiError("unauthenticated", "The email or the password is wrong.");
    return { headers: null, error: refusal, audited: `wrong email or password${from}` };
  }
}
