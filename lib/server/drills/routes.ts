import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import * as contract from "#lib/contract/drills.ts";
import { drillName } from "#lib/domain/drill/names.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { beatDrill } from "./beat-drill.ts";
import { nextAct } from "./next-act.ts";
import { startDrill } from "./start-drill.ts";
import { stopDrill } from "./stop-drill.ts";

const params = z.object({ id: z.string().min(1).max(64) });
const refused = { 401: problem, 403: problem, 404: problem, 409: problem, 410: problem, 422: problem };

export const drillRoutes: RouteSpec[] = [
  defineRoute({
    method: "post",
    path: "/api/v1/drills",
    summary: "Start a drill: the incident, rehearsed with real processes",
    action: "drill.manage",
    body: contract.startDrill,
    answers: { 201: contract.startedDrill, 401: problem, 403: problem, 409: problem, 422: problem },
    handle: async (context, { actor, body }) => ({
      status: 201,
      body: await startDrill(context, actor, body),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/drills/current",
    summary: "The drill that is on, if there is one",
    action: "read",
    answers: { 200: contract.currentDrill, 401: problem },
    handle: async ({ view }) => {
      const [drill = null] = view.drills.values();
      return { status: 200, body: { drill, revision: view.revision } };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/drills/{id}/beat",
    summary: "Its runner is there, and says how the drill stands",
    action: "drill.run",
    names: "inside",
    params,
    body: contract.drillBeat,
    answers: { 200: contract.drillBeatAnswer, ...refused },
    handle: async (context, { actor, params: { id }, body }) => ({
      status: 200,
      body: await beatDrill(context, actor, id, body),
    }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/drills/{id}/next",
    summary: "Begin the act that is next",
    action: "drill.steer",
    // There is one drill at a time, so a played person's is this one, or none.
    names: ({ params: { id } }) => [drillName(id)],
    params,
    body: contract.nextAct,
    answers: { 200: contract.drillRow, ...refused },
    handle: async (context, { actor, params: { id }, body }) => ({
      status: 200,
      body: await nextAct(context, actor, id, body.act),
    }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/v1/drills/{id}",
    summary: "End the drill: asked by an admin, done by its runner",
    action: "signed-in",
    params,
    answers: { 200: contract.endedDrill, ...refused },
    handle: async (context, { actor, params: { id } }) => ({
      status: 200,
      body: await stopDrill(context, actor, id),
    }),
  }),
];
