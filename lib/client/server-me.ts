import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Me } from "#lib/contract/accounts.ts";
import { ProblemError } from "./http.ts";
import { safeNext, signInHref } from "./next-path.ts";
import { serverApi } from "./server-api.ts";

/** The visitor of the page being rendered, or null when signed out; asked once a request. */
export const readMe = cache(async (): Promise<Me | null> => {
  const api = await serverApi();
  try {
    return await api.get<Me>("/api/v1/me");
  } catch (error) {
    if (error instanceof ProblemError && error.code === "unauthenticated") return null;
    throw error;
  }
});

/** The visitor; one who is signed out is sent to sign in, and comes back to the page that was asked for. */
export async function requireMe(): Promise<Me> {
  const me = await readMe();
  if (me === null) redirect(signInHref(await visitedPath()));
  return me;
}

/**
 * Path and query of the page being rendered. Layouts are not told; the server says it in a header that it sets
 * itself on every request for a page, whatever the visitor sent.
 */
async function visitedPath(): Promise<string> {
  const path = safeNext((await headers()).get("x-locksmith-path"));
  const url = new URL(path, "http://path.invalid");
  // Next's own marker on requests of its router; it is no part of the page's address.
  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}`;
}
