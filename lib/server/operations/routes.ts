import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import {
  acknowledgeOperation as acknowledgeBody,
  confirmOperation as confirmBody,
  createOperation as createBody,
  operationDetail,
  operationList,
  operationPlanned,
  operationQuery,
  operationReason,
} from "#lib/contract/operations.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { keyOf } from "#lib/server/http/idempotency-key.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { abortOperation } from "./abort-operation.ts";
import { acknowledgeOperation } from "./acknowledge-operation.ts";
import { askOperation } from "./ask-operation.ts";
import { confirmOperation } from "./confirm-operation.ts";
import { createOperation } from "./create-operation.ts";
import { listOperations } from "./list-operations.ts";
import { readOperation } from "./read-operation.ts";
import { steerOperation } from "./steer-operation.ts";
import type { VerbInput } from "./verb.ts";

const params = z.object({ id: z.string().min(1).max(64) });
const refused = { 401: problem, 403: problem, 404: problem, 409: problem, 422: problem, 503: problem };

export const operationRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/operations",
    summary: "Guarded actions, newest first",
    action: "read",
    query: operationQuery,
    answers: { 200: operationList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listOperations(context, query) }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/operations",
    summary: "Plan a guarded action: targets, evidence, gates, consequences. Nothing happens yet",
    action: "operation.plan",
    names: "inside",
    body: createBody,
    answers: { 200: operationPlanned, ...refused },
    handle: async (context, { actor, body, request }) => ({
      status: 200,
      body: await createOperation(context, actor, body, keyOf(request)),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/operations/{id}",
    summary: "One operation, whole; its ETag is the snapshot of what is to be reviewed",
    action: "read",
    params,
    answers: { 200: operationDetail, 401: problem, 404: problem, 410: problem },
    handle: async (context, { actor, params: { id } }) => {
      const body = await readOperation(context, actor, id);
      return { status: 200, body, headers: { etag: `"${body.snapshot}"` } };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/operations/{id}/confirm",
    summary: "Start what was reviewed; If-Match names the snapshot",
    action: "operation.confirm",
    names: "inside",
    params,
    body: confirmBody,
    answers: { 200: operationDetail, ...refused, 428: problem },
    handle: async (context, { actor, params: { id }, body, request }) => ({
      status: 200,
      body: await confirmOperation(context, inputOf(actor, id, request), body),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/operations/{id}/acknowledge",
    summary: "The second person opens the hold point for a limited time; If-Match names the snapshot",
    action: "operation.acknowledge",
    names: "inside",
    params,
    body: acknowledgeBody,
    answers: { 200: operationDetail, ...refused, 428: problem },
    handle: async (context, { actor, params: { id }, body, request }) => ({
      status: 200,
      body: await acknowledgeOperation(context, inputOf(actor, id, request), body),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/operations/{id}/ask",
    summary: "Ask once more for a second person",
    action: "operation.confirm",
    names: "inside",
    params,
    body: operationReason,
    answers: { 200: operationDetail, ...refused },
    handle: async (context, { actor, params: { id }, request }) => ({
      status: 200,
      body: await askOperation(context, inputOf(actor, id, request)),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/operations/{id}/abort",
    summary: "Begin nothing more, and take back what can be taken back",
    action: "operation.confirm",
    names: "inside",
    params,
    body: operationReason,
    answers: { 200: operationDetail, ...refused },
    handle: async (context, { actor, params: { id }, body, request }) => ({
      status: 200,
      body: await abortOperation(context, inputOf(actor, id, request), body.reason),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/operations/{id}/promote",
    summary: "Start the next step of a canary by hand",
    action: "operation.confirm",
    names: "inside",
    params,
    body: operationReason,
    answers: { 200: operationDetail, ...refused },
    handle: async (context, { actor, params: { id }, request }) => ({
      status: 200,
      body: await steerOperation(context, inputOf(actor, id, request), "promote"),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/operations/{id}/rollback",
    summary: "Take a canary back",
    action: "operation.confirm",
    names: "inside",
    params,
    body: operationReason,
    answers: { 200: operationDetail, ...refused },
    handle: async (context, { actor, params: { id }, request }) => ({
      status: 200,
      body: await steerOperation(context, inputOf(actor, id, request), "rollback"),
    }),
  }),
];

function inputOf(actor: Actor, id: string, request: Request): VerbInput {
  return { actor, id, key: keyOf(request), reviewed: etagIn(request) };
}

/** A strong entity tag in quotes; `*` names nothing that was reviewed. */
function etagIn(request: Request): string | null {
  const header = request.headers.get("if-match");
  return /^"([^"]+)"$/.exec(header?.trim() ?? "")?.[1] ?? null;
}
