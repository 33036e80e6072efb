import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import type { BetterAuthPlugin } from "better-auth/types";
import { z } from "zod";

/**
 * Opens a session for an account that was proven otherwise than by its password, such as by the one-time link.
 * The endpoint has no path, so it exists for calls in process alone.
 */
export function openSessionPlugin() {
  return {
    id: "locksmith-open-session",
    endpoints: {
      openSession: createAuthEndpoint(
        { method: "POST", body: z.object({ userId: z.string() }), requireHeaders: true },
        async (ctx) => {
          const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId);
          const session = user && (await ctx.context.internalAdapter.createSession(user.id));
          if (!user || !session) throw new APIError("UNAUTHORIZED");
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ sessionId: session.id });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
