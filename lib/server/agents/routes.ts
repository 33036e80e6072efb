import { z } from "zod";
import { agentHello, agentReport, helloAnswer, reportAnswer } from "#lib/contract/agent.ts";
import { problem, shortName } from "#lib/contract/common.ts";
import { can } from "#lib/domain/roles.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { sendStream } from "#lib/server/stream/send-stream.ts";
import { everyMs } from "#lib/server/stream/timers.ts";
import { commandFrames } from "./command-frames.ts";
import { sayHello } from "./hello.ts";
import { takeReport } from "./report.ts";

const nodeParams = z.object({ node: shortName });
const nodeOf = ({ params }: { params: { node: string } }) => params.node;

const nodeNames = ({ params }: { params: { node: string } }) => [params.node];

export const agentRoutes: RouteSpec[] = [
  defineRoute({
    method: "post",
    path: "/api/v1/agents/{node}/hello",
    summary: "An agent says who it is; opens its session",
    action: "agent.write",
    node: nodeOf,
    names: ({ params, body }) => [params.node, body.group],
    params: nodeParams,
    body: agentHello,
    answers: { 200: helloAnswer, 403: problem, 409: problem, 422: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await sayHello(context, actor, params.node, body),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/agents/{node}/report",
    summary: "What a node sees: a part of a snapshot, or what changed",
    action: "agent.write",
    node: nodeOf,
    names: nodeNames,
    params: nodeParams,
    body: agentReport,
    answers: { 200: reportAnswer, 403: problem, 410: problem, 422: problem },
    handle: async (context, { params, body }) => ({
      status: 200,
      body: await takeReport(context, params.node, body),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/agents/{node}/commands",
    summary: "What a node's agent should do, as server-sent events",
    action: "agent.write",
    node: nodeOf,
    names: nodeNames,
    params: nodeParams,
    answers: { 200: "text/event-stream", 401: problem, 403: problem },
    handle: async (context, { params, request, outgoing, signal }) => {
      const ticket = await context.auth.streams.admit(async () => {
        const standing = await context.auth.standing(request);
        return can(standing?.actor ?? null, "agent.write", params.node).allowed ? standing : null;
      });
      if (ticket === null) throw new ApiError("unauthenticated", "This token is not valid any more.");
      const frames = commandFrames({
        desk: context.agents,
        node: params.node,
        clock: context.clock,
        ticket,
        every: everyMs,
        signal,
      });
      return sendStream(frames, outgoing, context.log);
    },
  }),
];
