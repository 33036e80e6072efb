/** Longer than the address of any lock; what is longer is no link of ours. */
const nextMaxChars = 40_000;
/** A base that no link can mean: an absolute address never resolves to it. */
const base = "http://next.invalid";

/**
 * Where to go after signing in: a path of this server, or `/`. The value comes from a link that anybody can write,
 * so whatever a browser could read as another address is dropped: a scheme, `//host`, a backslash (which browsers
 * read as a slash), and control characters (which they remove before they look).
 */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.length > nextMaxChars) return "/";
  if (next.includes("\\") || hasControl(next)) return "/";
  if (!URL.canParse(next, base)) return "/";
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  if (url.pathname === "/sign-in" || /^\/(?:sign-in|api)\//.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page that leads back to `path`. */
export function signInHref(path: string): string {
  const next = safeNext(path);
  return next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
