import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import {
  ordersAnswer,
  ordersQuery,
  ordersReport,
  ordersReported,
  unitList,
  unitQuery,
} from "#lib/contract/orders.ts";
import { can } from "#lib/domain/roles.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { listUnits } from "./list-units.ts";
import { reportOrders } from "./report-orders.ts";
import { waitOrders } from "./wait-orders.ts";

const sessionParams = z.object({ id: z.string().min(1).max(64) });
const refused = { 401: problem, 403: problem, 404: problem, 410: problem, 422: problem };

export const orderRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/sessions/{id}/orders",
    summary: "What a session is to do: the whole list, at once or when it changes",
    action: "session.write",
    names: "inside",
    params: sessionParams,
    query: ordersQuery,
    answers: { 200: ordersAnswer, ...refused },
    handle: async (context, { actor, params, query, request, signal }) => ({
      status: 200,
      body: await waitOrders(context, actor, params.id, query, {
        signal,
        mayStill: async () => can(await context.auth.authenticate(request), "session.write").allowed,
      }),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/sessions/{id}/orders",
    summary: "What became of the orders: units, results, configurations, telemetry",
    action: "session.write",
    names: "inside",
    params: sessionParams,
    body: ordersReport,
    answers: { 200: ordersReported, ...refused, 503: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await reportOrders(context, actor, params.id, body),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/units",
    summary: "Everything that can be drained",
    action: "read",
    query: unitQuery,
    answers: { 200: unitList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listUnits(context, query) }),
  }),
];
