import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { afterMs } from "#lib/server/stream/timers.ts";
import type { Store } from "#lib/store/store.ts";
import { AttemptLimiter } from "./attempts.ts";
import { DisplayCookie } from "./display-cookie.ts";
import { DrillTokens } from "./drill-tokens.ts";
import { OnceLink } from "./once-link.ts";
import { bringTablesUp, type LazyLibrary, lazyLibrary } from "./open-library.ts";
import { OpenStreams } from "./open-streams.ts";
import { keepSecretFile, randomSecret } from "./secret-file.ts";
import { SessionBook } from "./session-book.ts";
import { type AuthBooks, authenticate, type Standing, standingOf } from "./standing.ts";
import { TokenBook } from "./token-book.ts";
import { hashSecret, newTokenSecret } from "./token-secret.ts";

/** Everything about who is asking; made once at the start by `createAuth`. */
export interface Auth extends AuthBooks {
  /** Who is asking; null for nobody. See standing.ts. */
  authenticate(request: { headers: Pick<Headers, "get"> }): Promise<Actor | null>;
  /** Who is asking and by what right, for what stays open. */
  standing(request: { headers: Pick<Headers, "get"> }): Promise<Standing | null>;
  /** What is open by whose right. */
  streams: OpenStreams;
  library: LazyLibrary;
  attempts: AttemptLimiter;
  /** `onceLink.issue()` makes the link's token that a start prints: `<address>/sign-in/once?token=…`. */
  onceLink: OnceLink;
}

export interface AuthOptions {
  store: Store;
  clock: Clock;
  log: Logger;
  /** Existing folder that only the server's user can read. */
  dataDir: string;
  /** LOCKSMITH_PUBLIC_URL; cookies are Secure when it is https. */
  publicUrl: string | null;
  /** The name under which this host's agent reports; `agent-token` may write that node. */
  nodeName: string;
}

/**
 * Makes or reads the secrets of the data folder, brings the accounts' tables up to date, and opens nothing to the
 * network. Errors: a secret file that cannot be read or made, a store that cannot be written.
 */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  const { store, clock, log, dataDir, publicUrl, nodeName } = options;
  const secret = await keepSecretFile(dataDir, "auth-secret", () => randomSecret(""));
  const adminToken = await keepSecretFile(dataDir, "admin-token", newTokenSecret);
  const agentToken = await keepSecretFile(dataDir, "agent-token", newTokenSecret);
  const files = new Map<string, Actor>([
    [hashSecret(adminToken), { kind: "token", id: "admin-token", name: "admin-token file", role: "admin" }],
    [hashSecret(agentToken), { kind: "agent", id: "agent-token", name: "agent-token file", node: nodeName }],
  ]);
  const secureCookie = publicUrl?.startsWith("https:") ?? false;
  // Cookies know no ports: with a name of its own, a second server on this host signs nobody out of the first.
  const name = `locksmith_${createHash("sha256").update(secret).digest("hex").slice(0, 8)}`;
  const library = lazyLibrary({ store, log, secret, cookieName: name, secureCookie });
  await bringTablesUp(store, library);
  const cookieName = secureCookie ? `__Secure-${name}` : name;
  const sessions = new SessionBook({ library, store, clock, log, cookieName });
  const drill = new DrillTokens();
  await drill.start(store);
  const tokens = new TokenBook({ store, clock, log, files, drill });
  const books = { sessions, tokens, displays: new DisplayCookie(name, secureCookie) };
  return {
    ...books,
    authenticate: (request) => authenticate(books, request),
    standing: (request) => standingOf(books, request),
    streams: new OpenStreams({ clock, after: afterMs }),
    library,
    attempts: new AttemptLimiter(clock, {
      max: limits.signInAttemptsPerMinute,
      windowMs: 60_000,
      maxKeys: 20_000,
    }),
    onceLink: new OnceLink(clock),
  };
}
