import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import type { ServerContext } from "./context.ts";
import { ApiError } from "./http/errors.ts";
import { isLoopback } from "./http/host-check.ts";
import { defineRoute, type RouteSpec } from "./http/route.ts";
import type { Metrics } from "./metrics.ts";

/** The view may be this many revisions behind the store; it follows each commit at once, so any lag is a fault. */
const lagMax = 1_000;

const ready = z.object({
  ready: z.boolean(),
  engine: z.string(),
  /** Why the engine cannot be read or written; null when it can. */
  problem: z.string().nullable(),
  revision: z.number().int(),
  /** Revisions that the store has and the screens do not. */
  lag: z.number().int(),
});

/** What a supervisor, a load balancer and Prometheus ask. */
export function healthRoutes(metrics: () => Metrics): RouteSpec[] {
  return [
    defineRoute({
      method: "get",
      path: "/healthz",
      summary: "The process answers",
      action: "public",
      answers: { 200: z.object({ ok: z.literal(true) }) },
      handle: async () => ({ status: 200, body: { ok: true as const } }),
    }),
    defineRoute({
      method: "get",
      path: "/readyz",
      summary: "The engine answers, is up to date, and the screens keep up with it",
      action: "public",
      answers: { 200: ready, 503: ready },
      handle: async (context) => {
        const body = await readiness(context);
        return body.ready ? { status: 200, body } : { status: 503, body };
      },
    }),
    defineRoute({
      method: "get",
      path: "/metrics",
      summary: "Prometheus text; open to this machine, else with a token",
      action: "public",
      answers: { 200: "text/plain", 401: problem },
      handle: async (_context, { actor, address, request }) => {
        // Behind a proxy everybody comes from loopback; the proxy says so.
        const forwarded = request.headers.has("x-forwarded-for") || request.headers.has("forwarded");
        const local = address !== null && isLoopback(address) && !forwarded;
        if (actor === null && !local)
          throw new ApiError("unauthenticated", "Send a token to read the metrics.");
        const { contentType } = metrics();
        return new Response(await metrics().text(), { headers: { "content-type": contentType } });
      },
    }),
  ];
}

async function readiness(context: ServerContext): Promise<z.infer<typeof ready>> {
  const { store, view } = context;
  // Migrations are run before the store opens: an open engine is up to date.
  const problem = await store.ping().then(
    () => store.readOnlyReason(),
    () => "the engine does not answer",
  );
  const lag = Math.max(0, store.revision() - view.revision);
  return {
    ready: problem === null && lag <= lagMax,
    engine: store.engine,
    problem,
    revision: view.revision,
    lag,
  };
}
