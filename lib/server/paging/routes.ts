import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import * as contract from "#lib/contract/paging.ts";
import { wholeList } from "#lib/server/accounts/whole-list.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { listPages, readPage } from "./list-pages.ts";
import { changeTarget, createTarget, removeTarget, toTarget } from "./page-targets.ts";
import { testTarget } from "./test-target.ts";

const byId = z.object({ id: z.string().min(1).max(100) });

/** Pages for everybody who may read; where they go, for admins. Nothing here acknowledges: the operation does. */
export const pagingRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/pages",
    summary: "Pages that went out, newest first, with the state of each delivery",
    action: "read",
    query: contract.pagesQuery,
    answers: { 200: contract.pageList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listPages(context, query) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/pages/{id}",
    summary: "One page",
    action: "read",
    params: byId,
    answers: { 200: contract.page, 401: problem, 404: problem },
    handle: async (context, { params }) => ({ status: 200, body: readPage(context, params.id) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/page-targets",
    summary: "Receivers of pages",
    action: "paging.manage",
    answers: { 200: contract.pageTargetList },
    handle: async (context) => {
      const targets = [...context.paging.targets.values()].sort((a, b) => a.createdAt - b.createdAt);
      return { status: 200, body: wholeList(context, targets.map(toTarget)) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/page-targets",
    summary: "Add a receiver; its secret is never answered again",
    action: "paging.manage",
    body: contract.createPageTarget,
    answers: { 201: contract.pageTarget, 409: problem, 422: problem },
    handle: async (context, { actor, body }) => ({
      status: 201,
      body: await createTarget(context, actor, body),
    }),
  }),
  defineRoute({
    method: "patch",
    path: "/api/v1/page-targets/{id}",
    summary: "Change a receiver, or switch it on or off",
    action: "paging.manage",
    params: byId,
    body: contract.changePageTarget,
    answers: { 200: contract.pageTarget, 404: problem, 422: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await changeTarget(context, actor, params.id, body),
    }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/page-targets/{id}",
    summary: "Remove a receiver",
    action: "paging.manage",
    params: byId,
    answers: { 204: null, 404: problem },
    handle: async (context, { actor, params }) => {
      await removeTarget(context, actor, params.id);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/page-targets/{id}/test",
    summary: "Send a test page now, and say what came of it",
    action: "paging.manage",
    params: byId,
    body: contract.testPage,
    answers: { 200: contract.testedPage, 404: problem },
    handle: async (context, { actor, params }) => ({
      status: 200,
      body: await testTarget(context, actor, params.id),
    }),
  }),
];
