import type { ServerResponse } from "node:http";
import type { ErrorCode, Problem } from "#lib/contract/common.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { worldRefusal } from "#lib/domain/drill/world.ts";
import { type Action, type Actor, can, drillOf, writingOf } from "#lib/domain/roles.ts";
import { crossOriginRefusal } from "#lib/server/auth/cross-origin.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { StoreReadOnlyError } from "#lib/store/store.ts";
import type { Call } from "./call.ts";
import { ApiError, problemOf } from "./errors.ts";
import type { PathTemplate } from "./path-template.ts";
import { readInput } from "./read-input.ts";
import type { HandlerInput, RouteInput, RouteResult, RouteSpec } from "./route.ts";

export interface AppOptions {
  context: ServerContext;
  specs: readonly RouteSpec[];
  /** Origin under which browsers know the server, when it is configured. */
  publicOrigin: string | null;
  /** Aborted when the server begins to stop: long waits and streams end then. */
  stopping: AbortSignal;
  /** Told of every action that was refused to somebody for want of a right; answered when that is written down. */
  onRefused?: (actor: Actor, action: Action, asked: string, reason: string) => Promise<void>;
  /** Told of every answer, for the metrics. */
  onAnswer?: (path: string, method: string, status: number, tookMs: number) => void;
}

/** What a call came to: a result still to be written, a response of the handler's own making, or a refusal. */
export type Outcome = RouteResult | Response | { problem: Problem };

/** Serves one call by its route: authenticate, authorise, parse, do, and map errors. Never rejects. */
export async function serve(
  options: AppOptions,
  spec: RouteSpec,
  template: PathTemplate,
  call: Call,
): Promise<Outcome> {
  const { context, publicOrigin } = options;
  try {
    const refusal = crossOriginRefusal({ method: call.method, headers: call.headers, publicOrigin });
    if (refusal !== null) throw new ApiError("cross-origin", refusal);
    authorise(spec, await actorOf(context, spec, call));
    const input = await readInput(spec, template, call);
    // Asked again: a body can be sent slowly, and the right may have ended before its last byte.
    const actor = await actorOf(context, spec, call);
    authorise(spec, actor, input);
    keepApart(context, spec, actor, input);
    return await spec.handle(context, new CallInput(input, actor, call));
  } catch (error) {
    if (error instanceof NoRight) {
      await options.onRefused?.(error.actor, error.action, `${call.method} ${call.path}`, error.message);
    }
    return { problem: problemFor(context, spec, error) };
  }
}

/** Who asks now; null for nobody. Throws `unauthenticated` for a token that is not valid. */
async function actorOf({ auth }: ServerContext, spec: RouteSpec, call: Call): Promise<Actor | null> {
  const actor = await auth.authenticate(call);
  if (actor !== null || spec.action === "public" || !call.headers.has("authorization")) return actor;
  throw new ApiError(
    "unauthenticated",
    "This token is not valid: it was revoked, has expired, or never was.",
  );
}

/** What a handler sees. What costs something is made only when it is asked for. */
class CallInput implements HandlerInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly actor: Actor | null;
  readonly #call: Call;

  constructor({ params, query, body }: RouteInput, actor: Actor | null, call: Call) {
    this.params = params;
    this.query = query;
    this.body = body;
    this.actor = actor;
    this.#call = call;
  }

  get request(): Request {
    return this.#call.request;
  }

  get address(): string | null {
    return this.#call.address;
  }

  get outgoing(): ServerResponse | null {
    return this.#call.outgoing;
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }
}

/** First without the input, so that a stranger learns nothing of it; then with the node that it writes. */
function authorise(spec: RouteSpec, actor: Actor | null, input?: RouteInput): void {
  if (spec.action === "public") return;
  if (actor === null) throw new ApiError("unauthenticated", "Sign in, or send a token.");
  if (spec.action === "signed-in") return;
  const written = input === undefined ? undefined : spec.node?.(input);
  for (const node of Array.isArray(written) ? new Set(written) : [written]) {
    const permission = can(actor, spec.action, node);
    if (!permission.allowed) throw new NoRight(actor, spec.action, permission.reason);
  }
}

/**
 * What belongs to a drill and what is real never touch; and without a drill there is nothing that carries its label. What
 * is only read names nothing, or what whoever belongs to a drill may not see of others.
 */
function keepApart(
  { drills }: Pick<ServerContext, "drills">,
  { action, names: named }: RouteSpec,
  actor: Actor | null,
  input: RouteInput,
): void {
  if (actor === null || action === "public" || action === "signed-in" || named === "inside") return;
  const drill = drillOf(actor);
  const reads = action === "read";
  if (drill === undefined ? reads || named === undefined : reads && named === undefined) return;
  const names = named?.(input) ?? [];
  const refusal = worldRefusal({ drill }, writingOf(action), names);
  if (refusal !== null) throw new NoRight(actor, action, refusal);
  if (names.some(isDrillName) && !drills.isOn()) {
    throw new ApiError("not-now", "No drill is on, and names that begin with drill: are kept for drills.");
  }
}

/** Somebody known who may not do this. */
class NoRight extends ApiError {
  readonly actor: Actor;
  readonly action: Action;

  constructor(actor: Actor, action: Action, reason: string) {
    super("forbidden", reason);
    this.actor = actor;
    this.action = action;
  }
}

function problemFor(context: ServerContext, spec: RouteSpec, error: unknown): Problem {
  if (error instanceof ApiError) {
    return problemOf(error.code, error.message, { context: error.context, fields: error.fields });
  }
  if (error instanceof StoreReadOnlyError) {
    return problemOf("read-only" satisfies ErrorCode, "The store cannot be written now; nothing was stored.");
  }
  // The text of an unknown error stays here; the client gets an id to ask about.
  const id = context.newId("err");
  context.log.error({ err: error, id, route: `${spec.method} ${spec.path}` }, "a route failed");
  return problemOf("internal", `Something failed in the server; its log has it as ${id}.`);
}
