import { ApiError } from "./errors.ts";

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a write that a foreign page may have sent with the visitor's cookie: it must carry `X-Locksmith: 1`
 * (which no foreign page can send without a preflight, and none is answered) and must not come from another
 * origin. Tokens are exempt: a browser never sends one by itself.
 */
export function refuseCrossOrigin(request: Request, publicUrl: string | null): void {
  if (reading.has(request.method) || request.headers.has("authorization")) return;
  if (request.headers.get("x-locksmith") !== "1") {
    throw new ApiError("cross-origin", "A write with a cookie needs the header X-Locksmith: 1.");
  }
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") {
    throw new ApiError("cross-origin", "The request came from another site.");
  }
  const origin = request.headers.get("origin");
  if (origin !== null && !isOwnOrigin(origin, request, publicUrl)) {
    throw new ApiError("cross-origin", "The request came from another origin.");
  }
}

function isOwnOrigin(origin: string, request: Request, publicUrl: string | null): boolean {
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return true;
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return URL.parse(origin)?.host === host;
}
