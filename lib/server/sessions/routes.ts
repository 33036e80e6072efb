import { z } from "zod";
import { scanBeats } from "#lib/contract/beat-scan.ts";
import { problem } from "#lib/contract/common.ts";
import {
  beat,
  beatAnswer,
  beatBatch,
  beatBatchAnswer,
  openSession as openSessionInput,
  sessionOpened,
  sessionProcesses,
} from "#lib/contract/sessions.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { beatMany, beatSession } from "./beat-session.ts";
import { changeProcesses } from "./change-processes.ts";
import { closeSession } from "./close-session.ts";
import { openSession, sessionNames } from "./open-session.ts";

const sessionParams = z.object({ id: z.string().min(1).max(64) });
const refused = { 401: problem, 403: problem, 422: problem };

export const sessionRoutes: RouteSpec[] = [
  defineRoute({
    method: "post",
    path: "/api/v1/sessions",
    summary: "Open a session: a registration that beats",
    action: "session.write",
    node: ({ body }) => body.node,
    names: ({ body }) => sessionNames(body),
    body: openSessionInput,
    answers: { 200: sessionOpened, ...refused },
    handle: async (context, { actor, body }) => ({
      status: 200,
      body: await openSession(context, actor, body),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/sessions/{id}/beat",
    summary: "One beat: a counter that grew",
    action: "session.write",
    names: "inside",
    params: sessionParams,
    body: beat,
    isBusy: true,
    answers: { 200: beatAnswer, ...refused, 404: problem, 410: problem },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await beatSession(context, actor, params.id, body.counter),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/beats",
    summary: "Beats of many sessions at once",
    action: "session.write",
    names: "inside",
    body: beatBatch,
    scanBody: scanBeats,
    isBusy: true,
    answers: { 200: beatBatchAnswer, ...refused },
    handle: async (context, { actor, body }) => ({ status: 200, body: beatMany(context, actor, body) }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/sessions/{id}/processes",
    summary: "Replace the processes that work under a session",
    action: "session.write",
    names: "inside",
    params: sessionParams,
    body: sessionProcesses,
    answers: { 204: null, ...refused, 404: problem, 410: problem },
    handle: async (context, { actor, params, body }) => {
      await changeProcesses(context, actor, params.id, body);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/sessions/{id}",
    summary: "Close a session; what it holds is given back",
    action: "session.write",
    names: "inside",
    params: sessionParams,
    answers: { 204: null, 401: problem, 403: problem, 404: problem, 409: problem, 503: problem },
    handle: async (context, { actor, params }) => {
      await closeSession(context, actor, params.id);
      return { status: 204 };
    },
  }),
];
