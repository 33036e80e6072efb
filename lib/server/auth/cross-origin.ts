const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** What decides whether a request may change something on behalf of a browser's cookie. */
export interface OriginFacts {
  method: string;
  headers: Pick<Headers, "get" | "has">;
  /** Origin under which the server is known to browsers, such as `https://locks.example`; null: not configured. */
  publicOrigin: string | null;
}

/**
 * Why a request is refused as cross-origin, or null when it may go on. Reading is never refused here. A request
 * with an `Authorization` header is exempt: no other site can make a browser send one without asking first, and
 * such a request is never authenticated by its cookie. All else that comes from a browser must come from our own
 * pages; with a cookie it must also carry `X-Locksmith: 1`, which a plain form cannot.
 */
export function crossOriginRefusal({ method, headers, publicOrigin }: OriginFacts): string | null {
  if (safeMethods.has(method.toUpperCase())) return null;
  if (headers.has("authorization")) return null;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const cookie = headers.has("cookie");
  if (!cookie && site === null && origin === null) return null;
  if (cookie && headers.get("x-locksmith") !== "1") {
    return "A request with a cookie that changes something must carry the header X-Locksmith: 1.";
  }
  if (site !== null) {
    // Browsers set this themselves and know their own address bar, so it outranks a comparison made here.
    return site === "same-origin" ? null : "The request came from another site.";
  }
  if (origin === null) return "A request with a cookie that changes something must say its Origin.";
  return isOwnOrigin(origin, headers.get("host"), publicOrigin)
    ? null
    : "The request came from another site.";
}

function isOwnOrigin(origin: string, host: string | null, publicOrigin: string | null): boolean {
  if (publicOrigin !== null && origin === publicOrigin) return true;
  if (host === null || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === "http:" || url.protocol === "https:") && url.host === host.toLowerCase();
}
