import { z } from "zod";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { roles } from "#lib/domain/roles.ts";
import { at, listOf, shortName } from "./common.ts";

/** Of people, tokens and agents that are real: none may pass for somebody of a drill. */
const realName = shortName.refine((name) => !isDrillName(name), "must not begin with drill:");

export const role = z.enum(roles);
export const email = z.email().max(200);
/** At least 12 characters, no composition rules (NIST SP 800-63B). */
export const password = z.string().min(12).max(128);

/** GET /api/v1/me : the visitor, or 401. */
export const me = z.object({
  kind: z.enum(["user", "token", "agent", "display"]),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: role.nullable(),
  node: z.string().nullable(),
});
export type Me = z.infer<typeof me>;

/** POST /api/v1/sign-in → 204 with the session cookie. POST /api/v1/sign-out → 204. */
export const signIn = z.object({ email, password: z.string().min(1).max(128) });

/** GET /api/v1/sign-in/once?token= : is the one-time link good, and what would it do? Changes nothing. */
export const onceState = z.object({
  valid: z.boolean(),
  purpose: z.enum(["create-first-admin", "sign-in"]).nullable(),
  name: z.string().nullable(),
});
export type OnceState = z.infer<typeof onceState>;
/** POST /api/v1/sign-in/once : uses the link up. The account fields are needed for the first admin alone. */
export const onceUse = z.object({
  token: z.string().min(20).max(200),
  name: realName.optional(),
  email: email.optional(),
  password: password.optional(),
});

/** GET/POST /api/v1/accounts, PATCH/DELETE /api/v1/accounts/{id} (admin). */
export const account = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  disabled: z.boolean(),
  createdAt: at,
  lastSignInAt: at.nullable(),
});
export type Account = z.infer<typeof account>;
export const accountList = listOf(account);
export const createAccount = z.object({ name: realName, email, password, role });
export const changeAccount = z.object({
  name: realName.optional(),
  role: role.optional(),
  disabled: z.boolean().optional(),
  password: password.optional(),
});
/** POST /api/v1/me/password : own password; every other session of the account ends. */
export const changePassword = z.object({ current: z.string().max(128), next: password });

/** GET /api/v1/me/sessions, DELETE /api/v1/me/sessions/{id}; admin: /api/v1/accounts/{id}/sessions. */
export const userSession = z.object({
  id: z.string(),
  createdAt: at,
  lastSeenAt: at,
  expiresAt: at,
  address: z.string().nullable(),
  browser: z.string().nullable(),
  current: z.boolean(),
});
export type UserSession = z.infer<typeof userSession>;
export const userSessionList = listOf(userSession);

/** What a token lets its bearer do: as a role, as the agent of one node, or look on from a screen on a wall. */
export const tokenScopes = [...roles, "agent", "display"] as const;

/** GET/POST /api/v1/tokens, DELETE /api/v1/tokens/{id} (admin). */
export const token = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(tokenScopes),
  node: z.string().nullable(),
  prefix: z.string(),
  createdAt: at,
  createdBy: z.string(),
  lastUsedAt: at.nullable(),
  expiresAt: at.nullable(),
  /** Streams that are open with it now; of a display: how many screens show it. */
  openStreams: z.number().int().nonnegative(),
});
export type Token = z.infer<typeof token>;
export const tokenList = listOf(token);
export const createToken = z
  .object({
    name: realName,
    scope: z.enum(tokenScopes),
    node: realName.nullable().default(null),
    /** Ten years at most; null: until it is revoked. */
    expiresInMs: z.number().int().positive().max(315_360_000_000).nullable().default(null),
  })
  .refine((t) => (t.scope === "agent") === (t.node !== null), {
    path: ["node"],
    message: "a token with scope agent names its node; no other does",
  });
/** The secret is shown this once. `link`: what the screen of a display opens, with the secret in it; null for others. */
export const tokenCreated = token.extend({ secret: z.string(), link: z.string().nullable() });

/**
 * POST /api/v1/displays/enter : exchanges the secret of a display's link for a cookie; answers who the browser is now.
 * 401: never a display's; 410: revoked or expired. POST /api/v1/displays/leave → 204: the browser forgets it.
 */
export const enterDisplay = z.strictObject({ secret: z.string().min(1).max(200) });

/** GET /api/v1/displays/mine : what became of the display that this browser was, for the page of one that may not look. */
export const displayStanding = z.object({
  state: z.enum(["none", "good", "revoked", "expired", "unknown"]),
  /** Of the display; null where there is none, or none that was ever known. */
  name: z.string().nullable(),
  /** When it was revoked or expired. */
  at: at.nullable(),
  /** Who revoked it; null where that is not known for certain. */
  by: z.string().nullable(),
});
export type DisplayStanding = z.infer<typeof displayStanding>;
