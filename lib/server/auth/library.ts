import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import type { Logger } from "pino";
import { limits } from "#lib/domain/limits.ts";
import type { Store } from "#lib/store/store.ts";
import { addressHeader } from "./caller.ts";
import { openSessionPlugin } from "./open-session-plugin.ts";
import { authTables } from "./tables.ts";

export interface LibraryOptions {
  store: Store;
  log: Logger;
  /** Signs the cookies. */
  secret: string;
  cookieName: string;
  secureCookie: boolean;
}

/**
 * The accounts library (better-auth): passwords, sessions and their cookie. Its HTTP routes are not mounted; our
 * verbs call `library.api`, and change its tables (lib/server/accounts/tables.ts) inside a write of the store, so
 * that a change and its audit row are one. Registration is closed: the library's own sign-up is switched off.
 *
 * OIDC has its place here: the library's generic OAuth plugin goes into `plugins`, its two routes (start and
 * callback) are mounted under /api/v1/sign-in/oidc, `auth_account` already holds one row a provider and person,
 * and the hook `session.create` below keeps refusing disabled accounts whatever way they come in.
 */
export function createLibrary(options: LibraryOptions) {
  return betterAuth({ ...libraryOptions(options), plugins: [openSessionPlugin()] });
}
export type AuthLibrary = ReturnType<typeof createLibrary>;

function libraryOptions({ store, log, secret, cookieName, secureCookie }: LibraryOptions) {
  return {
    appName: "Locksmith",
    // Never used for a decision: our own cross-origin rule runs before any verb.
    baseURL: "http://locksmith.invalid",
    secrets: [{ version: 1, value: secret }],
    database: { db: store.accounts, type: store.accountsDialect },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: "error", log: (_level, message) => log.error({ part: "accounts" }, message) },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: { modelName: "auth_user", additionalFields: userFields },
    account: { modelName: "auth_account" },
    verification: { modelName: "auth_verification" },
    session: {
      modelName: "auth_session",
      expiresIn: limits.userSessionMs / 1000,
      // A session ends when it was said to end; a stolen cookie cannot be kept alive by using it.
      disableSessionRefresh: true,
      // Looking a session up never writes, so that it also works on a read-only store.
      deferSessionRefresh: true,
    },
    databaseHooks: {
      session: { create: { before: async ({ userId }) => !(await isDisabled(store, userId)) } },
    },
    advanced: {
      useSecureCookies: secureCookie,
      cookies: { session_token: { name: cookieName } },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      disableOriginCheck: true,
      disableCSRFCheck: true,
      database: { validateSchema: false },
    },
  } satisfies BetterAuthOptions;
}

async function isDisabled(store: Store, userId: string): Promise<boolean> {
  const query = authTables(store).selectFrom("auth_user").select("disabledAt").where("id", "=", userId);
  const user = await query.executeTakeFirst();
  return user === undefined || user.disabledAt !== null;
}

/** Columns of ours on the library's account table. Times are epoch ms on the server's clock. */
const userFields = {
  role: { type: "string", required: true, input: false, defaultValue: "viewer" },
  disabledAt: { type: "number", bigint: true, required: false, input: false },
  lastSignInAt: { type: "number", bigint: true, required: false, input: false },
} as const;

const migrationTries = 5;

/**
 * Brings the library's tables to what this version of it needs. Two servers may do this at once: the one that
 * finds a table made meanwhile looks again, and finds nothing left to do.
 */
export async function migrateLibrary(library: AuthLibrary): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { runMigrations } = await getMigrations(library.options);
      await runMigrations();
      return;
    } catch (error) {
      if (attempt >= migrationTries) throw error;
    }
  }
}
