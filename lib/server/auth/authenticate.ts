import type { Actor } from "#lib/domain/roles.ts";
import type { SessionBook } from "./session-book.ts";
import type { TokenBook } from "./token-book.ts";
import { bearerToken } from "./token-secret.ts";

/**
 * Who is asking; null for nobody. Cheap enough to be asked again with every keep-alive of an open stream, which is
 * how a revoked token, a disabled account or a changed password ends it. A request with an `Authorization` header
 * is never authenticated by its cookie: that is what lets tokens pass the cross-origin rule.
 */
export async function authenticate(
  auth: { sessions: SessionBook; tokens: TokenBook },
  { headers }: { headers: Pick<Headers, "get"> },
): Promise<Actor | null> {
  const token = bearerToken(headers);
  if (token === null) return null;
  if (token !== undefined) return auth.tokens.actorOf(token);
  return (await auth.sessions.find(headers))?.actor ?? null;
}
