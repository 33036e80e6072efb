import {
  helloBatch,
  helloBatchAnswer,
  openBatch,
  openBatchAnswer,
  pollAnswer,
  pollBatch,
  reportBatch,
  reportBatchAnswer,
} from "#lib/contract/batches.ts";
import { problem } from "#lib/contract/common.ts";
import { can } from "#lib/domain/roles.ts";
import { sayHello } from "#lib/server/agents/hello.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { openSession, sessionNames } from "#lib/server/sessions/open-session.ts";
import { eachOf } from "./each-of.ts";
import { pollOrders } from "./poll-orders.ts";
import { reportOrders } from "./report-orders.ts";

const refused = { 401: problem, 403: problem, 422: problem };

/** What a gateway asks for many devices at once: each part as the single request of it would be done. */
export const batchRoutes: RouteSpec[] = [
  defineRoute({
    method: "post",
    path: "/api/v1/hellos",
    summary: "Agents of many nodes say who they are, through a gateway",
    action: "agent.write",
    node: ({ body }) => body.hellos.map(({ node }) => node),
    names: ({ body }) => body.hellos.flatMap(({ node, group }) => [node, group]),
    body: helloBatch,
    answers: { 200: helloBatchAnswer, ...refused },
    handle: async (context, { actor, body }) => {
      const answers = await eachOf(body.hellos, ({ node, ...hello }) =>
        sayHello(context, actor, node, hello),
      );
      return { status: 200, body: { answers, serverAt: context.clock.wallMs() } };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/openings",
    summary: "Open sessions of many services, through a gateway",
    action: "session.write",
    node: ({ body }) => body.sessions.map(({ node }) => node),
    names: ({ body }) => body.sessions.flatMap(sessionNames),
    body: openBatch,
    answers: { 200: openBatchAnswer, ...refused },
    handle: async (context, { actor, body }) => {
      const answers = await eachOf(body.sessions, (session) => openSession(context, actor, session));
      return { status: 200, body: { answers, serverAt: context.clock.wallMs() } };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/orders/poll",
    summary: "What many sessions are to do: lists that are not known, or which of them changed",
    action: "session.write",
    names: "inside",
    body: pollBatch,
    answers: { 200: pollAnswer, ...refused },
    handle: async (context, { actor, body, request, signal }) => ({
      status: 200,
      body: await pollOrders(context, actor, body, {
        signal,
        mayStill: async () => can(await context.auth.authenticate(request), "session.write").allowed,
      }),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/orders/reports",
    summary: "What became of the orders of many sessions",
    action: "session.write",
    names: "inside",
    body: reportBatch,
    answers: { 200: reportBatchAnswer, ...refused },
    handle: async (context, { actor, body }) => {
      const answers = await eachOf(body.reports, ({ sessionId, ...report }) =>
        reportOrders(context, actor, sessionId, report),
      );
      const no = answers.flatMap((answer, place) => {
        const sessionId = body.reports[place]?.sessionId ?? "";
        return "problem" in answer ? [{ sessionId, problem: answer.problem }] : [];
      });
      return { status: 200, body: { refused: no, serverAt: context.clock.wallMs() } };
    },
  }),
];
