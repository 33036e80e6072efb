import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import * as contract from "#lib/contract/views.ts";
import { wholeList } from "#lib/server/accounts/whole-list.ts";
import { keyOf } from "#lib/server/http/idempotency-key.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { changeView, removeView } from "./change-view.ts";
import { createView } from "./create-view.ts";
import { listViews, readView } from "./read-views.ts";

const byId = z.object({ id: z.string().min(1).max(100) });

/** Saved views: one's own to keep, anybody's to open by its id. */
export const viewRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/views",
    summary: "One's own saved views",
    action: "read",
    query: contract.viewsQuery,
    answers: { 200: contract.viewList, 401: problem, 422: problem },
    handle: async (context, { actor, query }) => ({
      status: 200,
      body: wholeList(context, await listViews(context, actor, query.list)),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/views/{id}",
    summary: "One saved view, also somebody else's",
    action: "read",
    params: byId,
    answers: { 200: contract.savedView, 401: problem, 404: problem, 410: problem },
    handle: async (context, { actor, params }) => ({
      status: 200,
      body: await readView(context, actor, params.id),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/views",
    summary: "Save filters, order and columns of a list under a name",
    action: "account.self",
    body: contract.createView,
    answers: { 201: contract.savedView, 409: problem, 422: problem },
    handle: async (context, { actor, body, request }) => ({
      status: 201,
      body: await createView(context, actor, body, keyOf(request)),
    }),
  }),
  defineRoute({
    method: "patch",
    path: "/api/v1/views/{id}",
    summary: "Rename or overwrite a view of one's own, or let its list open with it",
    action: "account.self",
    params: byId,
    body: contract.changeView,
    answers: { 200: contract.savedView, 404: problem, 409: problem, 410: problem, 422: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await changeView(context, actor, params.id, body),
    }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/views/{id}",
    summary: "Remove a view of one's own",
    action: "account.self",
    params: byId,
    answers: { 204: null, 404: problem, 410: problem },
    handle: async (context, { actor, params }) => {
      await removeView(context, actor, params.id);
      return { status: 204 };
    },
  }),
];
