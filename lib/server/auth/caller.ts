/** Header in which the library is told the socket's address; it never sees one from outside. */
export const addressHeader = "x-locksmith-address";

/** Where a request came from, as far as this server knows it by itself. */
export interface Caller {
  request: Request;
  address: string | null;
}

const agentMaxChars = 300;

/**
 * The headers that the accounts library gets to see: its cookie, the browser's name, and the socket's address.
 * Forwarded headers are not among them, because anybody can write them.
 */
export function libraryHeaders({ request, address }: Caller): Headers {
  const headers = new Headers();
  const cookie = request.headers.get("cookie");
  if (cookie !== null) headers.set("cookie", cookie);
  const agent = request.headers.get("user-agent");
  if (agent !== null) headers.set("user-agent", agent.slice(0, agentMaxChars));
  if (address !== null) headers.set(addressHeader, address);
  return headers;
}

/** 204 with the cookies that the library wants set. */
export function cookieAnswer(fromLibrary: Headers): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of fromLibrary.getSetCookie()) headers.append("set-cookie", cookie);
  return new Response(null, { status: 204, headers });
}
