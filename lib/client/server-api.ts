import { headers } from "next/headers";
import { type Api, createApi } from "./http.ts";
import { noBuild } from "./live-build.ts";

type InProcess = (request: Request) => Promise<Response>;

/**
 * The API for a page that is rendered on the server: the same handlers, called in process with the visitor's own
 * cookies, so that a page shows exactly what its visitor may see. Throws outside the Locksmith server.
 */
export async function serverApi(): Promise<Api> {
  const handler = Reflect.get(globalThis, Symbol.for("locksmith.api")) as InProcess | undefined;
  if (handler === undefined) throw new Error("Pages need the Locksmith server around them.");
  const visitor = await headers();
  return createApi({
    // Never resolved: the handler takes the request as it is.
    baseUrl: "http://locksmith.internal",
    cookie: visitor.get("cookie") ?? "",
    fetch: (url, init) => handler(new Request(url, init)),
  });
}

/** Which build of the pages this server has: what it renders says so, and the stream does, until there is another. */
export function serverBuild(): string {
  return String(Reflect.get(globalThis, Symbol.for("locksmith.build")) ?? noBuild);
}
