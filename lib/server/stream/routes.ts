import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import { type StreamTopic, streamTopics } from "#lib/contract/stream.ts";
import { can } from "#lib/domain/roles.ts";
import type { Standing } from "#lib/server/auth/standing.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { graceUntil } from "#lib/server/lists/status.ts";
import { sendStream } from "./send-stream.ts";
import { streamFrames } from "./stream-frames.ts";
import { everyMs } from "./timers.ts";

const streamQuery = z.object({
  topics: z.string().max(200).default(streamTopics.join(",")),
  since: z.coerce.number().int().nonnegative().optional(),
});

export const streamRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/stream",
    summary: "Changes as server-sent events; Last-Event-ID resumes",
    action: "read",
    query: streamQuery,
    answers: { 200: "text/event-stream", 401: problem, 403: problem, 422: problem },
    handle: async (context, { query, request, outgoing, signal }) => {
      const topics = topicSet(query.topics);
      const since = sinceOf(request, query.since);
      const ticket = await context.auth.streams.admit(() => mayRead(context, request));
      if (ticket === null) throw new ApiError("unauthenticated", "Sign in, or send a token.");
      const frames = streamFrames({
        hub: context.hub,
        view: context.view,
        clock: context.clock,
        instance: context.instance,
        build: context.build,
        topics,
        since,
        ticket,
        graceUntil: () => graceUntil(context),
        readOnly: () => context.store.readOnlyReason(),
        every: everyMs,
        signal,
      });
      return sendStream(frames, outgoing, context.log);
    },
  }),
];

async function mayRead(context: ServerContext, request: Request): Promise<Standing | null> {
  const standing = await context.auth.standing(request);
  return standing !== null && can(standing.actor, "read").allowed ? standing : null;
}

function topicSet(text: string): ReadonlySet<StreamTopic> {
  const names = text.split(",").filter((name) => name !== "");
  const topics = streamTopics.filter((topic) => names.includes(topic));
  if (topics.length === names.length && topics.length > 0) return new Set(topics);
  throw new ApiError("invalid", "There is no such topic.", undefined, [
    { field: "query.topics", message: `some of ${streamTopics.join(", ")}, separated by commas` },
  ]);
}

/** A browser that reconnects by itself sends the header and the old address; the header is newer. */
function sinceOf(request: Request, since: number | undefined): number | null {
  const header = request.headers.get("last-event-id");
  if (header === null || header === "") return since ?? null;
  const revision = Number(header);
  if (Number.isSafeInteger(revision) && revision >= 0) return revision;
  throw new ApiError("invalid", "Last-Event-ID is no revision.", undefined, [
    { field: "header.last-event-id", message: "the id of the last event that came, a whole number" },
  ]);
}
