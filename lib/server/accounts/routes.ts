import { z } from "zod";
import * as contract from "#lib/contract/accounts.ts";
import { problem } from "#lib/contract/common.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { changeAccount } from "./change-account.ts";
import { createAccount } from "./create-account.ts";
import { endAllSessions } from "./end-sessions.ts";
import { listAccounts } from "./list-accounts.ts";
import { listSessions } from "./list-sessions.ts";
import { removeAccount } from "./remove-account.ts";
import { wholeList } from "./whole-list.ts";

const accountId = z.object({ id: z.string().min(1).max(100) });

/** Accounts, for admins. */
export const accountRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/accounts",
    summary: "All accounts",
    action: "account.manage",
    answers: { 200: contract.accountList },
    handle: async (context) => ({ status: 200, body: wholeList(context, await listAccounts(context)) }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/accounts",
    summary: "Make an account",
    action: "account.manage",
    body: contract.createAccount,
    answers: { 201: contract.account, 409: problem },
    handle: async (context, { actor, body }) => ({
      status: 201,
      body: await createAccount(context, actor, body),
    }),
  }),
  defineRoute({
    method: "patch",
    path: "/api/v1/accounts/{id}",
    summary: "Change an account; disabling it or a new password ends its sessions",
    action: "account.manage",
    params: accountId,
    body: contract.changeAccount,
    answers: { 200: contract.account, 404: problem, 409: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await changeAccount(context, actor, params.id, body),
    }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/accounts/{id}",
    summary: "Remove an account; the last active admin stays",
    action: "account.manage",
    params: accountId,
    answers: { 204: null, 404: problem, 409: problem },
    handle: async (context, { actor, params }) => {
      await removeAccount(context, actor, params.id);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/accounts/{id}/sessions",
    summary: "The sessions of an account",
    action: "account.manage",
    params: accountId,
    answers: { 200: contract.userSessionList },
    handle: async (context, { params }) => ({
      status: 200,
      body: wholeList(context, await listSessions(context, params.id, null)),
    }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/accounts/{id}/sessions",
    summary: "End every session of an account",
    action: "account.manage",
    params: accountId,
    answers: { 204: null, 404: problem },
    handle: async (context, { actor, params }) => {
      await endAllSessions(context, actor, params.id);
      return { status: 204 };
    },
  }),
];
