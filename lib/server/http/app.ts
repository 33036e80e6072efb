import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { ErrorCode } from "#lib/contract/common.ts";
import { type Actor, can } from "#lib/domain/roles.ts";
import { crossOriginRefusal } from "#lib/server/auth/cross-origin.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { StoreReadOnlyError } from "#lib/store/store.ts";
import { answer } from "./answer.ts";
import { ApiError, problemOf, problemResponse } from "./errors.ts";
import { bySpecificity, type PathTemplate, pathTemplate } from "./path-template.ts";
import { readInput } from "./read-input.ts";
import type { HandlerInput, Method, RouteInput, RouteSpec } from "./route.ts";

export interface AppOptions {
  context: ServerContext;
  specs: readonly RouteSpec[];
  /** Origin under which browsers know the server, when it is configured. */
  publicOrigin: string | null;
  /** Aborted when the server begins to stop: long waits and streams end then. */
  stopping: AbortSignal;
  /** Told of every answer, for the metrics. */
  onAnswer?: (path: string, method: string, status: number, tookMs: number) => void;
}

type Env = { Bindings: Partial<HttpBindings> };

/** The API as one function from request to response: authenticate, authorise, parse, do, and map errors. */
export function buildApp(options: AppOptions): Hono<Env> {
  const app = new Hono<Env>();
  for (const { template, methods } of routesByPath(options.specs)) {
    app.all(template.pattern, async (c) => {
      const startedMs = options.context.clock.monoMs();
      const spec = specFor(methods, c.req.method);
      const response = spec
        ? await serve(options, spec, template, c.req.raw, c.env)
        : notAllowed([...methods.keys()]);
      const status = response.headers.has("x-hono-already-sent")
        ? (c.env.outgoing?.statusCode ?? response.status)
        : response.status;
      options.onAnswer?.(template.openapi, c.req.method, status, options.context.clock.monoMs() - startedMs);
      return response;
    });
  }
  app.notFound(() => problemResponse(problemOf("not-found", "There is no such path in this API.")));
  return app;
}

function routesByPath(specs: readonly RouteSpec[]) {
  const paths = new Map<string, { template: PathTemplate; methods: Map<Method, RouteSpec> }>();
  for (const spec of specs) {
    const entry = paths.get(spec.path) ?? { template: pathTemplate(spec.path), methods: new Map() };
    if (entry.methods.has(spec.method)) throw new Error(`two routes for ${spec.method} ${spec.path}`);
    entry.methods.set(spec.method, spec);
    paths.set(spec.path, entry);
  }
  return [...paths.values()].sort((a, b) => bySpecificity(a.template, b.template));
}

/** HEAD is answered by GET, except where that would open a stream. */
function specFor(methods: Map<Method, RouteSpec>, method: string): RouteSpec | undefined {
  if (method !== "HEAD") return methods.get(method.toLowerCase() as Method);
  const get = methods.get("get");
  return typeof get?.answers[200] === "string" ? undefined : get;
}

function notAllowed(methods: Method[]): Response {
  const allow = methods.map((m) => m.toUpperCase()).join(", ");
  return problemResponse(problemOf("method-not-allowed", `Allowed here: ${allow}.`), { allow });
}

async function serve(
  options: AppOptions,
  spec: RouteSpec,
  template: PathTemplate,
  request: Request,
  env: Partial<HttpBindings> | undefined,
): Promise<Response> {
  try {
    const refusal = crossOriginRefusal({
      method: request.method,
      headers: request.headers,
      publicOrigin: options.publicOrigin,
    });
    if (refusal !== null) throw new ApiError("cross-origin", refusal);
    const actor = await options.context.auth.authenticate(request);
    if (actor === null && spec.action !== "public" && request.headers.has("authorization")) {
      throw new ApiError(
        "unauthenticated",
        "This token is not valid: it was revoked, has expired, or never was.",
      );
    }
    authorise(spec, actor);
    const input = await readInput(spec, template, request);
    authorise(spec, actor, input);
    const result = await spec.handle(
      options.context,
      handlerInput(input, actor, request, env, options.stopping),
    );
    return await answer(result, request, env?.outgoing);
  } catch (error) {
    return errorResponse(options.context, spec, error);
  }
}

/** First without the input, so that a stranger learns nothing of it; then with the node that it writes. */
function authorise(spec: RouteSpec, actor: Actor | null, input?: RouteInput): void {
  if (spec.action === "public") return;
  if (actor === null) throw new ApiError("unauthenticated", "Sign in, or send a token.");
  if (spec.action === "signed-in") return;
  const node = input === undefined ? undefined : spec.node?.(input);
  const permission = can(actor, spec.action, node);
  if (!permission.allowed) throw new ApiError("forbidden", permission.reason);
}

function handlerInput(
  input: RouteInput,
  actor: Actor | null,
  request: Request,
  env: Partial<HttpBindings> | undefined,
  stopping: AbortSignal,
): HandlerInput {
  return {
    ...input,
    actor,
    request,
    address: env?.incoming?.socket.remoteAddress ?? null,
    outgoing: env?.outgoing ?? null,
    // Made only when asked for: most requests are over before anybody could abort them.
    get signal() {
      return AbortSignal.any([request.signal, stopping]);
    },
  };
}

function errorResponse(context: ServerContext, spec: RouteSpec, error: unknown): Response {
  if (error instanceof ApiError) {
    return problemResponse(
      problemOf(error.code, error.message, { context: error.context, fields: error.fields }),
    );
  }
  if (error instanceof StoreReadOnlyError) {
    return problemResponse(
      problemOf("read-only" satisfies ErrorCode, "The store cannot be written now; nothing was stored."),
    );
  }
  // The text of an unknown error stays here; the client gets an id to ask about.
  const id = context.newId("err");
  context.log.error({ err: error, id, route: `${spec.method} ${spec.path}` }, "a route failed");
  return problemResponse(problemOf("internal", `Something failed in the server; its log has it as ${id}.`));
}
