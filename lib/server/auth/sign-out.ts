import type { ServerContext } from "#lib/server/context.ts";
import { auditEntry } from "./audit-entry.ts";
import { type Caller, libraryHeaders } from "./caller.ts";
import { standingKeys } from "./standing.ts";
import { authTables } from "./tables.ts";

/**
 * Ends the session of the cookie, first in the tables, then in the browser, so that a session which could not be
 * ended (read-only store) never looks as if it were. Without a session it only clears the cookie.
 */
export async function signOut(context: ServerContext, caller: Caller): Promise<Headers> {
  const { auth, store, clock } = context;
  const signedIn = await auth.sessions.find(caller.request.headers);
  if (signedIn !== null) {
    const now = clock.wallMs();
    await store.write(async (tx) => {
      await authTables(tx).deleteFrom("auth_session").where("id", "=", signedIn.sessionId).execute();
      await tx.audit(auditEntry(now, signedIn.actor, "sign-out", signedIn.email));
    });
    auth.sessions.forgetAll();
    const ending = { reason: "signed-out", what: "session", at: now, by: null } as const;
    auth.streams.end(standingKeys.session(signedIn.sessionId), ending);
  }
  const { headers } = await (await auth.library()).api.signOut({
    headers: libraryHeaders(caller),
    returnHeaders: true,
  });
  return headers;
}
