import type { StreamBye } from "#lib/contract/stream.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { type DisplayCookie, displayActor } from "./display-cookie.ts";
import type { SessionBook } from "./session-book.ts";
import type { TokenBook } from "./token-book.ts";
import { bearerToken } from "./token-secret.ts";

/** What somebody's right stands on, for what stays open: any of it can be ended. */
export interface Standing {
  actor: Actor;
  /** What ends when it expires. */
  what: StreamBye["what"];
  /** By what it can be ended: see the keys below. */
  keys: readonly string[];
  /** When it ends by itself, on the server's clock; null: never. */
  expiresAt: number | null;
}

export const standingKeys = {
  token: (id: string) => `token:${id}`,
  session: (id: string) => `session:${id}`,
  account: (id: string) => `account:${id}`,
} as const;

export interface AuthBooks {
  sessions: SessionBook;
  tokens: TokenBook;
  displays: DisplayCookie;
}

/**
 * Who is asking; null for nobody. A request with an `Authorization` header is never authenticated by a cookie: that is
 * what lets tokens pass the cross-origin rule. A person who signed in wins over the display that their browser is.
 */
export async function authenticate(
  auth: AuthBooks,
  { headers }: { headers: Pick<Headers, "get"> },
): Promise<Actor | null> {
  const token = bearerToken(headers);
  if (token === null) return null;
  if (token !== undefined) return auth.tokens.actorOf(token);
  return (await auth.sessions.find(headers))?.actor ?? displayActor(auth, headers);
}

/** As `authenticate`, with what the answer stands on. */
export async function standingOf(
  auth: AuthBooks,
  { headers }: { headers: Pick<Headers, "get"> },
): Promise<Standing | null> {
  const token = bearerToken(headers);
  if (token === null) return null;
  if (token !== undefined) return ofToken(auth, token, await auth.tokens.actorOf(token));
  const signedIn = await auth.sessions.find(headers);
  if (signedIn !== null) {
    const { actor, sessionId, expiresAt } = signedIn;
    const keys = [standingKeys.session(sessionId), standingKeys.account(actor.id)];
    return { actor, what: "session", keys, expiresAt };
  }
  const secret = auth.displays.secretIn(headers);
  return secret === null ? null : ofToken(auth, secret, await displayActor(auth, headers));
}

function ofToken({ tokens }: AuthBooks, secret: string, actor: Actor | null): Standing | null {
  if (actor === null) return null;
  const what = actor.kind === "display" ? "display" : "token";
  return { actor, what, keys: [standingKeys.token(actor.id)], expiresAt: tokens.expiryOf(secret) };
}
