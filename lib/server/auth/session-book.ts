import type { Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import { type Actor, type Role, roles } from "#lib/domain/roles.ts";
import type { Store } from "#lib/store/store.ts";
import { cookieValue } from "./cookie-value.ts";
import type { LazyLibrary } from "./open-library.ts";
import { authTables, toStoredDate } from "./tables.ts";

/** A session found in the tables is trusted this long; ending it in this process is seen at once. */
const trustMs = 1_000;
const seenEveryMs = 60_000;
const entriesMax = 10_000;

/** Somebody signed in with a cookie. */
export interface SignedIn {
  actor: Extract<Actor, { kind: "user" }>;
  email: string;
  sessionId: string;
  expiresAt: number;
}

interface Entry {
  found: SignedIn;
  untilMonoMs: number;
}

export interface SessionBookOptions {
  library: LazyLibrary;
  store: Store;
  clock: Clock;
  log: Logger;
  cookieName: string;
}

/** Turns the session cookie into who is signed in. */
export class SessionBook {
  readonly #options: SessionBookOptions;
  readonly #entries = new Map<string, Entry>();
  #generation = 0;

  constructor(options: SessionBookOptions) {
    this.#options = options;
  }

  /** Who the cookie stands for; null without one, or when its session was ended, has expired or is disabled. */
  async find(headers: Pick<Headers, "get">): Promise<SignedIn | null> {
    const { clock, cookieName } = this.#options;
    const cookie = cookieValue(headers.get("cookie"), cookieName);
    if (cookie === null) return null;
    const entry = this.#entries.get(cookie);
    const found = entry && clock.monoMs() < entry.untilMonoMs ? entry.found : await this.#load(cookie);
    return found !== null && clock.wallMs() < found.expiresAt ? found : null;
  }

  /** Called after sessions were ended or an account was changed: all is looked up again. */
  forgetAll(): void {
    this.#generation += 1;
    this.#entries.clear();
  }

  async #load(cookie: string): Promise<SignedIn | null> {
    const generation = this.#generation;
    const { library, clock, cookieName } = this.#options;
    const headers = new Headers({ cookie: `${cookieName}=${cookie}` });
    const answer = await (await library()).api.getSession({ headers, query: { disableRefresh: true } });
    this.#entries.delete(cookie);
    if (answer === null || !isEnabled(answer.user.disabledAt)) return null;
    const { session, user } = answer;
    const found: SignedIn = {
      actor: { kind: "user", id: user.id, name: user.name, role: roleOf(user.role) },
      email: user.email,
      sessionId: session.id,
      expiresAt: session.expiresAt.getTime(),
    };
    if (generation === this.#generation) {
      if (this.#entries.size >= entriesMax) this.#entries.clear();
      this.#entries.set(cookie, { found, untilMonoMs: clock.monoMs() + trustMs });
    }
    this.#seen(session.id, session.updatedAt.getTime());
    return found;
  }

  #seen(sessionId: string, lastSeenAt: number): void {
    const { store, clock, log } = this.#options;
    const now = clock.wallMs();
    if (now - lastSeenAt < seenEveryMs) return;
    authTables(store)
      .updateTable("auth_session")
      .set({ updatedAt: toStoredDate(now, store.accountsDialect) })
      .where("id", "=", sessionId)
      .execute()
      .catch((error: unknown) => log.debug({ part: "accounts", error }, "last sight not stored"));
  }
}

/** An unknown role, such as one of a later version, may do the least. */
export function roleOf(text: string): Role {
  return roles.find((role) => role === text) ?? "viewer";
}

function isEnabled(disabledAt: number | null | undefined): boolean {
  return disabledAt === null || disabledAt === undefined;
}
