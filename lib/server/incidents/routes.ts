import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import * as contract from "#lib/contract/incidents.ts";
import { keyOf } from "#lib/server/http/idempotency-key.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { listIncidents } from "./list-incidents.ts";
import { listPeople } from "./list-people.ts";
import { openIncident } from "./open-incident.ts";
import { readIncident } from "./read-incident.ts";

const params = z.object({ id: z.string().min(1).max(64) });
const refused = { 401: problem, 403: problem, 404: problem, 409: problem, 422: problem, 503: problem };

/** Incidents as lists and pages show them; what is done to them is in verb-routes.ts. */
export const incidentRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/incidents",
    summary: "Incidents: those that need somebody first, then the newest",
    action: "read",
    query: contract.incidentQuery,
    answers: { 200: contract.incidentList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listIncidents(context, query) }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/incidents",
    summary: "Open an incident by hand, for a resource or one of its locks",
    action: "incident.write",
    names: ({ body }) => [body.resource],
    body: contract.openIncident,
    answers: { 200: contract.incidentDetail, ...refused },
    handle: async (context, { actor, body, request }) => ({
      status: 200,
      body: await openIncident(context, actor, body, keyOf(request)),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/incidents/{id}",
    summary: "One incident, whole, with what may be done to it",
    action: "read",
    params,
    answers: { 200: contract.incidentDetail, 401: problem, 404: problem, 410: problem },
    handle: async (context, { actor, params: { id } }) => ({
      status: 200,
      body: await readIncident(context, actor, id),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/people",
    summary: "Who can be given a role in an incident",
    action: "incident.write",
    names: "inside",
    answers: { 200: contract.peopleList, 401: problem, 403: problem },
    handle: async (context) => ({ status: 200, body: await listPeople(context) }),
  }),
];
