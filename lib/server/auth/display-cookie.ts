import type { Actor } from "#lib/domain/roles.ts";
import { cookieValue } from "./cookie-value.ts";
import type { TokenBook } from "./token-book.ts";

/** Browsers keep no cookie for longer. */
const keepMaxMs = 400 * 86_400_000;

/** The cookie by which a browser is a display. Its value is the display's token, which no page's script can read. */
export class DisplayCookie {
  readonly #name: string;
  readonly #isSecure: boolean;

  /** `name` is that of the session's cookie, without a prefix. */
  constructor(name: string, isSecure: boolean) {
    this.#name = `${isSecure ? "__Host-" : ""}${name}_display`;
    this.#isSecure = isSecure;
  }

  /** The token that a browser brought; null without one, or when it cannot be one. */
  secretIn(headers: Pick<Headers, "get">): string | null {
    const value = cookieValue(headers.get("cookie"), this.#name);
    return value !== null && /^[\x21-\x7e]{20,200}$/.test(value) ? value : null;
  }

  /** The header that makes a browser a display, for as long as the token is good. */
  set(secret: string, leftMs: number | null): string {
    return this.#header(secret, Math.floor(Math.min(leftMs ?? keepMaxMs, keepMaxMs) / 1_000));
  }

  /** The header that makes a browser forget it. */
  clear(): string {
    return this.#header("", 0);
  }

  #header(value: string, maxAgeSeconds: number): string {
    // Strict: no link or form of another site ever comes with it.
    const flags = `Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Strict`;
    return `${this.#name}=${value}; ${flags}${this.#isSecure ? "; Secure" : ""}`;
  }
}

/** The display that a browser is; null when it is none. A token of another scope is worth nothing in this cookie. */
export async function displayActor(
  { tokens, displays }: { tokens: TokenBook; displays: DisplayCookie },
  headers: Pick<Headers, "get">,
): Promise<Actor | null> {
  const secret = displays.secretIn(headers);
  const actor = secret === null ? null : await tokens.actorOf(secret);
  return actor?.kind === "display" ? actor : null;
}
