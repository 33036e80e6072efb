import type { IncomingMessage, ServerResponse } from "node:http";
import { limits } from "#lib/domain/limits.ts";
import { answer, isLarge } from "./answer.ts";
import type { Call } from "./call.ts";
import { ApiError, problemHeaders } from "./errors.ts";
import { type PathTemplate, pathTemplate } from "./path-template.ts";
import type { RouteSpec } from "./route.ts";
import { type AppOptions, type Outcome, serve } from "./serve.ts";

/** Takes a request that it can answer; false leaves it, untouched, to the general way. */
export type ShortWay = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

interface Route {
  spec: RouteSpec;
  template: PathTemplate;
}

/**
 * The way of the busiest requests: straight from node:http, without the web's `Request` and `Response`, which cost
 * more than all else that is done for an acquire or a batch of beats. What a route does, and in which order, is the
 * same code as on the general way; whatever is unusual about a request sends it there.
 */
export function shortWay(options: AppOptions, fixedHeaders: Record<string, string>): ShortWay {
  const routes = busyRoutes(options.specs);
  const fixed = Object.entries(fixedHeaders).flat();
  return (incoming, outgoing) => {
    const route = incoming.method === "POST" ? routeOf(routes, incoming.url ?? "") : null;
    if (route === null || !isUsual(incoming)) return false;
    respond(options, route, fixed, incoming, outgoing).catch((error: unknown) => {
      options.context.log.error(
        { err: error, path: route.template.openapi },
        "an answer could not be written",
      );
      outgoing.destroy();
    });
    return true;
  };
}

/** By the last segment of the path, which is fixed and tells them apart. */
function busyRoutes(specs: readonly RouteSpec[]): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const spec of specs) {
    if (!spec.isBusy) continue;
    const template = pathTemplate(spec.path);
    const last = template.segments.at(-1);
    if (spec.method !== "post" || last?.kind !== "fixed" || routes.has(last.name)) {
      throw new Error(`${spec.method} ${spec.path} cannot go the short way`);
    }
    routes.set(last.name, { spec, template });
  }
  return routes;
}

/** What a URL parser leaves as it is: no query, nothing that it would escape, no segment that it would take away. */
const plainPath = /^(?:\/[\w\-.~%!$&'()*+,;=:@]+)+$/;
const dotSegment = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

function routeOf(routes: ReadonlyMap<string, Route>, url: string): Route | null {
  const route = routes.get(url.slice(url.lastIndexOf("/") + 1));
  if (route === undefined || !plainPath.test(url) || dotSegment.test(url)) return null;
  const raw = url.slice(1).split("/");
  const { segments } = route.template;
  const fits =
    raw.length === segments.length && segments.every((s, i) => s.kind === "one" || s.name === raw[i]);
  return fits ? route : null;
}

/** A body of a known and good length, and no header twice: node:http and the web disagree on what that means. */
function isUsual({ headers, rawHeaders }: IncomingMessage): boolean {
  const length = headers["content-length"];
  if (length === undefined || Number(length) > limits.bodyMaxBytes) return false;
  return rawHeaders.length === 2 * Object.keys(headers).length;
}

async function respond(
  options: AppOptions,
  { spec, template }: Route,
  fixed: readonly string[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { clock } = options.context;
  const startedMs = clock.monoMs();
  const call = new NodeCall(incoming, outgoing, options.stopping);
  await write(await serve(options, spec, template, call), fixed, call);
  options.onAnswer?.(template.openapi, call.method, outgoing.statusCode, clock.monoMs() - startedMs);
}

const jsonHeaders = ["cache-control", "no-store", "content-type", "application/json"];

async function write(outcome: Outcome, fixed: readonly string[], call: NodeCall): Promise<void> {
  const { outgoing } = call;
  if ("problem" in outcome) {
    const { problem } = outcome;
    const text = JSON.stringify(problem);
    const headers = [...fixed, ...Object.entries(problemHeaders(problem)).flat()];
    send(outgoing, problem.status, headers, text);
    return;
  }
  if (outcome instanceof Response) throw new Error("a busy route answers with a result");
  const text = outcome.body === undefined || outcome.body === null ? null : JSON.stringify(outcome.body);
  if (text !== null && outcome.headers === undefined && !isLarge(text)) {
    send(outgoing, outcome.status, [...fixed, ...jsonHeaders], text);
    return;
  }
  for (let i = 0; i < fixed.length; i += 2) outgoing.setHeader(fixed[i] ?? "", fixed[i + 1] ?? "");
  await answer(outcome, call.headers, outgoing);
}

function send(outgoing: ServerResponse, status: number, headers: string[], text: string): void {
  headers.push("content-length", String(Buffer.byteLength(text)));
  outgoing.writeHead(status, headers).end(text);
}

/** A request as node:http has it. */
class NodeCall implements Call {
  readonly method = "POST";
  readonly search = "";
  readonly path: string;
  readonly headers: NodeHeaders;
  readonly outgoing: ServerResponse;
  readonly #incoming: IncomingMessage;
  readonly #stopping: AbortSignal;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, stopping: AbortSignal) {
    this.#incoming = incoming;
    this.#stopping = stopping;
    this.outgoing = outgoing;
    this.path = incoming.url ?? "";
    this.headers = new NodeHeaders(incoming);
  }

  bytes(): Promise<Uint8Array> {
    return readBytes(this.#incoming);
  }

  get request(): Request {
    const { headers } = this.#incoming;
    return new Request(`http://${headers.host}${this.path}`, {
      method: this.method,
      headers: headers as Record<string, string>,
    });
  }

  get address(): string | null {
    return this.#incoming.socket.remoteAddress ?? null;
  }

  get signal(): AbortSignal {
    const gone = new AbortController();
    if (this.outgoing.destroyed) gone.abort();
    else this.outgoing.once("close", () => gone.abort());
    return AbortSignal.any([gone.signal, this.#stopping]);
  }
}

/** No header comes twice here, so each is one string. */
class NodeHeaders {
  readonly #headers: IncomingMessage["headers"];

  constructor({ headers }: IncomingMessage) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    return (this.#headers[name] as string | undefined) ?? null;
  }

  has(name: string): boolean {
    return this.#headers[name] !== undefined;
  }
}

/** Node holds the client to its content-length. */
function readBytes(incoming: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const brokeOff = () => {
      if (!incoming.readableEnded) reject(new ApiError("bad-request", "The body broke off."));
    };
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () =>
      resolve(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)),
    );
    incoming.on("close", brokeOff);
    if (incoming.destroyed) brokeOff();
  });
}
