import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { answer } from "./answer.ts";
import { problemOf, problemResponse } from "./errors.ts";
import { bySpecificity, type PathTemplate, pathTemplate } from "./path-template.ts";
import type { Method, RouteSpec } from "./route.ts";
import { type AppOptions, serve } from "./serve.ts";
import { webCall } from "./web-call.ts";

type Env = { Bindings: Partial<HttpBindings> };

/** The API as one function from request to response. */
export function buildApp(options: AppOptions): Hono<Env> {
  const app = new Hono<Env>();
  for (const { template, methods } of routesByPath(options.specs)) {
    app.all(template.pattern, async (c) => {
      const startedMs = options.context.clock.monoMs();
      const spec = specFor(methods, c.req.method);
      const response = spec
        ? await respond(options, spec, template, c.req.raw, c.env)
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

async function respond(
  options: AppOptions,
  spec: RouteSpec,
  template: PathTemplate,
  request: Request,
  env: Partial<HttpBindings> | undefined,
): Promise<Response> {
  const outcome = await serve(options, spec, template, webCall(request, env, options.stopping));
  return "problem" in outcome
    ? problemResponse(outcome.problem)
    : answer(outcome, request.headers, env?.outgoing);
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
