import { z } from "zod";
import { problem, shortName } from "#lib/contract/common.ts";
import {
  beatHistory,
  beatRangeQuery,
  eventList,
  eventQuery,
  nodeDetail,
  nodeList,
  nodeQuery,
  overview,
  ownerDetail,
  ownerList,
  ownerQuery,
  recentBeats,
  status,
} from "#lib/contract/lists.ts";
import { lockDetail, lockList, lockQuery } from "#lib/contract/locks.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { readBeatHistory } from "./beat-history.ts";
import { listEvents } from "./list-events.ts";
import { listLocks } from "./list-locks.ts";
import { listNodes } from "./list-nodes.ts";
import { listOwners } from "./list-owners.ts";
import { readOverview } from "./overview.ts";
import { readLock } from "./read-lock.ts";
import { readNode } from "./read-node.ts";
import { readOwner } from "./read-owner.ts";
import { readRecentBeats } from "./recent-beats.ts";
import { readStatus } from "./status.ts";

const ownerParams = z.object({ id: z.string().min(1).max(600) });
const minutesMax = 24 * 60;

export const listRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/status",
    summary: "The server's own state: clock, revision, grace period, whether it can write",
    action: "public",
    answers: { 200: status },
    handle: async (context) => ({ status: 200, body: readStatus(context) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/locks",
    summary: "Locks of all sources, filtered, sorted and paged",
    action: "read",
    query: lockQuery,
    answers: { 200: lockList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listLocks(context, query) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/locks/{source}/{key...}",
    summary: "One lock, whole; a tombstone when it is gone",
    action: "read",
    params: z.object({ source: z.string().min(1).max(100), key: z.string().min(1).max(8192) }),
    answers: { 200: lockDetail, 401: problem, 404: problem, 410: problem },
    handle: async (context, { params }) => ({
      status: 200,
      body: await readLock(context, params.source, params.key),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/owners",
    summary: "Owners: sessions, and processes that agents see with kernel locks",
    action: "read",
    query: ownerQuery,
    answers: { 200: ownerList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listOwners(context, query) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/owners/{id}",
    summary: "One owner, with its locks and history",
    action: "read",
    params: ownerParams,
    answers: { 200: ownerDetail, 401: problem, 404: problem },
    handle: async (context, { params }) => ({ status: 200, body: await readOwner(context, params.id) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/owners/{id}/beats",
    summary: "Heartbeats of one owner over any range; a gap stays a gap",
    action: "read",
    params: ownerParams,
    query: beatRangeQuery,
    answers: { 200: beatHistory, 401: problem, 404: problem, 422: problem },
    handle: async (context, { params, query }) => ({
      status: 200,
      body: await readBeatHistory(context, params.id, query),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/beats/recent",
    summary: "The last beats of up to 200 owners",
    action: "read",
    query: z.object({ owners: z.string().max(50_000) }),
    answers: { 200: recentBeats, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: readRecentBeats(context, query.owners) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/nodes",
    summary: "Nodes with an agent",
    action: "read",
    query: nodeQuery,
    answers: { 200: nodeList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listNodes(context, query) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/nodes/{name}",
    summary: "One node, with its locks and history",
    action: "read",
    params: z.object({ name: shortName }),
    answers: { 200: nodeDetail, 401: problem, 404: problem },
    handle: async (context, { params }) => ({ status: 200, body: await readNode(context, params.name) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/events",
    summary: "What happened, newest first",
    action: "read",
    query: eventQuery,
    answers: { 200: eventList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: await listEvents(context, query) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/overview",
    summary: "The first screen: counts, what needs somebody, and one point a minute",
    action: "read",
    query: z.object({ minutes: z.coerce.number().int().min(1).max(minutesMax).default(60) }),
    answers: { 200: overview, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: await readOverview(context, query.minutes) }),
  }),
];
