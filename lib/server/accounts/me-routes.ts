import { z } from "zod";
import * as contract from "#lib/contract/accounts.ts";
import { problem } from "#lib/contract/common.ts";
import type { SignedIn } from "#lib/server/auth/session-book.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { changePassword } from "./change-password.ts";
import { endSession } from "./end-sessions.ts";
import { listSessions } from "./list-sessions.ts";
import { readMe } from "./read-me.ts";
import { wholeList } from "./whole-list.ts";

/** The person behind the cookie. Errors: `forbidden` for a token, which has no password and no sessions. */
async function personOf(context: ServerContext, request: Request): Promise<SignedIn> {
  const signedIn = request.headers.has("authorization")
    ? null
    : await context.auth.sessions.find(request.headers);
  if (signedIn === null)
    throw new ApiError("forbidden", "This is for people who are signed in, not for tokens.");
  return signedIn;
}

/** The visitor's own account. */
export const meRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/me",
    summary: "Who is asking",
    action: "signed-in",
    answers: { 200: contract.me },
    handle: async (context, { actor, request }) => ({
      status: 200,
      body: await readMe(context, actor, request),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/me/password",
    summary: "Change one's own password; every other session of the account ends",
    action: "account.self",
    body: contract.changePassword,
    answers: { 204: null, 409: problem, 429: problem },
    handle: async (context, { request, body }) => {
      await changePassword(context, await personOf(context, request), body);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/me/sessions",
    summary: "One's own sessions",
    action: "account.self",
    answers: { 200: contract.userSessionList },
    handle: async (context, { request }) => {
      const { actor, sessionId } = await personOf(context, request);
      return { status: 200, body: wholeList(context, await listSessions(context, actor.id, sessionId)) };
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/me/sessions/{id}",
    summary: "End one of one's own sessions",
    action: "account.self",
    params: z.object({ id: z.string().min(1).max(100) }),
    answers: { 204: null, 404: problem },
    handle: async (context, { request, params }) => {
      const { actor } = await personOf(context, request);
      await endSession(context, actor, actor.id, params.id);
      return { status: 204 };
    },
  }),
];
