import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import { incidentReport } from "#lib/contract/incident-report.ts";
import { incidentPicture, incidentTimeline, timelineQuery } from "#lib/contract/incidents.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { readPicture } from "./picture-read.ts";
import { readReport, readReportFile } from "./report-read.ts";
import { readTimeline } from "./timeline-read.ts";

const params = z.object({ id: z.string().min(1).max(64) });
const absent = { 401: problem, 404: problem, 410: problem };

/** What is recorded of an incident: its timeline, its picture and its report. */
export const recordRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/incidents/{id}/timeline",
    summary: "What happened, oldest first, each line with where it is recorded",
    action: "read",
    params,
    query: timelineQuery,
    answers: { 200: incidentTimeline, ...absent, 422: problem },
    handle: async (context, { params: { id }, query }) => ({
      status: 200,
      body: await readTimeline(context, id, query.kinds),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/incidents/{id}/picture",
    summary: "Heartbeats, refusals, fleet and operations of an incident on one time axis",
    action: "read",
    params,
    answers: { 200: incidentPicture, ...absent },
    handle: async (context, { params: { id } }) => ({ status: 200, body: await readPicture(context, id) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/incidents/{id}/report",
    summary: "What caused it, from recorded facts alone, each with its source",
    action: "read",
    params,
    answers: { 200: incidentReport, ...absent },
    handle: async (context, { params: { id } }) => ({ status: 200, body: await readReport(context, id) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/incidents/{id}/report.md",
    summary: "The same report as Markdown",
    action: "read",
    params,
    answers: { 200: "text/markdown", ...absent },
    handle: async (context, { params: { id } }) => {
      const { name, text } = await readReportFile(context, id);
      return new Response(text, {
        headers: {
          "content-type": "text/markdown; charset=utf-8",
          "content-disposition": `attachment; filename="${name}"`,
        },
      });
    },
  }),
];
