import { z } from "zod";
import * as contract from "#lib/contract/accounts.ts";
import { problem } from "#lib/contract/common.ts";
import { wholeList } from "#lib/server/accounts/whole-list.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { createToken } from "./create-token.ts";
import { listTokens } from "./list-tokens.ts";
import { revokeToken } from "./revoke-token.ts";

/** API tokens, for admins. */
export const tokenRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/tokens",
    summary: "All tokens that were not revoked",
    action: "token.manage",
    answers: { 200: contract.tokenList },
    handle: async (context) => ({ status: 200, body: wholeList(context, await listTokens(context)) }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/tokens",
    summary: "Make a token; its secret is in this answer alone",
    action: "token.manage",
    body: contract.createToken,
    answers: { 201: contract.tokenCreated },
    handle: async (context, { actor, body }) => ({
      status: 201,
      body: await createToken(context, actor, body),
    }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/tokens/{id}",
    summary: "Revoke a token at once",
    action: "token.manage",
    params: z.object({ id: z.string().min(1).max(100) }),
    answers: { 204: null, 404: problem },
    handle: async (context, { actor, params }) => {
      await revokeToken(context, actor, params.id);
      return { status: 204 };
    },
  }),
];
