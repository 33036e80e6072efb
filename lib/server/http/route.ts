import type { ServerResponse } from "node:http";
import type { z } from "zod";
import type { Action, Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** An answer's body: a schema for JSON, null for no body, or the media type of something else. */
export type AnswerSpec = z.ZodType | null | `text/${string}`;

/** What a route lets in: an action checked by `can()`, anybody signed in, or anybody at all. */
export type RouteAction = Action | "signed-in" | "public";

type NodesWritten = string | readonly string[] | undefined;

export interface RouteInput<P = unknown, Q = unknown, B = unknown> {
  params: P;
  query: Q;
  body: B;
}

export interface HandlerInput<A = Actor | null, P = unknown, Q = unknown, B = unknown>
  extends RouteInput<P, Q, B> {
  actor: A;
  request: Request;
  /** The socket's remote address, never a forwarded header's; null for calls in process. */
  address: string | null;
  /** The socket's response, for streams that must see how much waits in it; null for calls in process. */
  outgoing: ServerResponse | null;
  /** Aborted when the client goes away or the server stops. */
  signal: AbortSignal;
}

export interface RouteResult {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A route with its types erased, as the app, the OpenAPI document and the table of rights see it. */
export interface RouteSpec {
  method: Method;
  /** `{name}` is one percent-encoded segment, `{name...}` the rest of the path. */
  path: string;
  summary: string;
  action: RouteAction;
  node: ((input: RouteInput) => NodesWritten) | undefined;
  names: ((input: RouteInput) => readonly string[]) | "inside" | undefined;
  params: z.ZodType | undefined;
  query: z.ZodType | undefined;
  body: z.ZodType | undefined;
  scanBody: ((bytes: Uint8Array) => unknown) | undefined;
  isBusy: boolean;
  answers: Record<number, AnswerSpec>;
  handle: (context: ServerContext, input: HandlerInput) => Promise<RouteResult | Response>;
}

type OutputOf<T> = T extends z.ZodType ? z.output<T> : undefined;
type ActorOf<A extends RouteAction> = A extends "public" ? Actor | null : Actor;

/** The results that a handler may give, from the schemas of its answers. */
type ResultOf<W extends Record<number, AnswerSpec>> = {
  [S in keyof W & number]: W[S] extends z.ZodType
    ? { status: S; body: z.input<W[S]>; headers?: Record<string, string> }
    : { status: S; body?: undefined; headers?: Record<string, string> };
}[keyof W & number];

interface TypedRoute<
  A extends RouteAction,
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  W extends Record<number, AnswerSpec>,
> {
  method: Method;
  path: `/${string}`;
  summary: string;
  action: A;
  /** The node that the request writes, or all of them, for `can(actor, action, node)`. */
  node?: (input: RouteInput<OutputOf<P>, OutputOf<Q>, OutputOf<B>>) => NodesWritten;
  /**
   * All names that the request writes, for the rule that keeps drills apart (domain/drill/world.ts). `inside`: the verb
   * itself asks, because only what an id leads to says whose it is. Without it, whoever belongs to a drill is refused.
   */
  names?: ((input: RouteInput<OutputOf<P>, OutputOf<Q>, OutputOf<B>>) => readonly string[]) | "inside";
  params?: P;
  query?: Q;
  body?: B;
  /** Reads what the busiest clients send without JSON and schema, to the same end; null leaves it to them. */
  scanBody?: (bytes: Uint8Array) => OutputOf<B> | null;
  /** Asked for so often that it goes the short way (short-way.ts): a POST whose path ends with a word of its own. */
  isBusy?: boolean;
  answers: W;
  handle: (
    context: ServerContext,
    input: HandlerInput<ActorOf<A>, OutputOf<P>, OutputOf<Q>, OutputOf<B>>,
  ) => Promise<ResultOf<NoInfer<W>> | Response>;
}

/**
 * Says one route whole: who may call it, what it reads, what it answers, and the verb that does it. The app
 * authenticates, authorises and parses before `handle` runs; problem documents come from thrown `ApiError`s, and
 * those that a caller should expect are listed in `answers`.
 */
export function defineRoute<
  A extends RouteAction,
  const W extends Record<number, AnswerSpec>,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(route: TypedRoute<A, P, Q, B, W>): RouteSpec {
  // The app only calls `handle` and `node` with what `params`, `query`, `body` and `action` let through.
  return {
    params: undefined,
    query: undefined,
    body: undefined,
    scanBody: undefined,
    isBusy: false,
    node: undefined,
    names: undefined,
    ...route,
  } as unknown as RouteSpec;
}
