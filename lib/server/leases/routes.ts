import { z } from "zod";
import { problem, resourceName } from "#lib/contract/common.ts";
import { acquire, check, checked, grant, holderToken, queuePlace, released } from "#lib/contract/leases.ts";
import { can } from "#lib/domain/roles.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { acquireLease } from "./acquire-lease.ts";
import { checkLease } from "./check-lease.ts";
import { releaseLease } from "./release-lease.ts";
import { renewLease } from "./renew-lease.ts";

const leaseParams = z.object({ resource: resourceName });
const refused = { 401: problem, 403: problem, 404: problem, 409: problem, 422: problem, 503: problem };

export const leaseRoutes: RouteSpec[] = [
  defineRoute({
    method: "post",
    path: "/api/v1/leases/{resource}/acquire",
    summary: "Take a lease, at once or after waiting in line; durable, with a fencing epoch",
    action: "lease.write",
    names: ({ params }) => [params.resource],
    params: leaseParams,
    body: acquire,
    isBusy: true,
    answers: { 200: grant, ...refused, 408: problem, 410: problem, 429: problem },
    handle: async (context, input) => ({
      status: 200,
      body: await acquireLease(context, input.actor, input.params.resource, input.body, {
        signal: () => input.signal,
        mayStill: async () => can(await context.auth.authenticate(input.request), "lease.write").allowed,
      }),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/leases/{resource}/renew",
    summary: "Say that the holder is there: its TTL counts anew",
    action: "lease.write",
    names: ({ params }) => [params.resource],
    params: leaseParams,
    body: holderToken,
    isBusy: true,
    answers: { 200: grant, ...refused, 410: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await renewLease(context, actor, params.resource, body),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/leases/{resource}/release",
    summary: "Give a lease back",
    action: "lease.write",
    names: ({ params }) => [params.resource],
    params: leaseParams,
    body: holderToken,
    isBusy: true,
    answers: { 200: released, ...refused },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await releaseLease(context, actor, params.resource, body),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/leases/{resource}/check",
    summary: "Is this fencing epoch the one that holds? 409 if not",
    action: "read",
    params: leaseParams,
    body: check,
    answers: { 200: checked, 401: problem, 404: problem, 409: problem, 422: problem },
    handle: async (context, { params, body }) => ({
      status: 200,
      body: await checkLease(context, params.resource, body.epoch),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/leases/{resource}/queue",
    summary: "A waiter's own place in line",
    action: "read",
    params: leaseParams,
    query: z.object({ sessionId: z.string().min(1).max(64) }),
    answers: { 200: queuePlace, 401: problem, 422: problem },
    handle: async (context, { params, query }) => ({
      status: 200,
      body: context.leases.place(params.resource, query.sessionId),
    }),
  }),
];
