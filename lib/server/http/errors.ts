import type { ErrorCode, Problem } from "#lib/contract/common.ts";

/** Status and title of every code; the only place that maps a code to HTTP. */
export const problemKinds: Record<ErrorCode, { status: number; title: string }> = {
  "bad-request": { status: 400, title: "The request cannot be read" },
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "Not allowed" },
  "cross-origin": { status: 403, title: "Refused: the request came from another site" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict" },
  "changed-facts": { status: 409, title: "Not as it was reviewed" },
  "not-now": { status: 409, title: "Not possible in this state" },
  "gate-shut": { status: 409, title: "A gate is shut" },
  "self-acknowledgement": { status: 403, title: "A second person has to acknowledge" },
  "precondition-required": { status: 428, title: "Say which snapshot was reviewed" },
  "lock-held": { status: 409, title: "The lock is held" },
  "lease-lost": { status: 409, title: "The lease is lost" },
  "stale-epoch": { status: 409, title: "The epoch is not the newest" },
  "session-gone": { status: 410, title: "The session is gone" },
  "wait-timed-out": { status: 408, title: "The wait timed out" },
  "too-many-waiters": { status: 429, title: "Too many wait already" },
  recovering: { status: 503, title: "The server has just restarted" },
  gone: { status: 410, title: "Gone" },
  "too-large": { status: 413, title: "The request is too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  invalid: { status: 422, title: "The request has wrong values" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "read-only": { status: 503, title: "The store cannot be written" },
  internal: { status: 500, title: "Internal error" },
};

export interface FieldError {
  field: string;
  message: string;
}

/**
 * The one error that verbs throw on purpose. `detail` is a sentence for a person, shown as it is: hostile parts
 * must be made safe by the thrower. `context` holds facts for the client.
 */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly context: Record<string, unknown> | undefined;
  readonly fields: FieldError[] | undefined;

  constructor(code: ErrorCode, detail: string, context?: Record<string, unknown>, fields?: FieldError[]) {
    super(detail);
    this.name = "ApiError";
    this.code = code;
    this.context = context;
    this.fields = fields;
  }
}

/** The RFC 9457 document of a code. Absent parts are left out, never null. */
export function problemOf(
  code: ErrorCode,
  detail?: string,
  more: { context?: Record<string, unknown> | undefined; fields?: FieldError[] | undefined } = {},
): Problem {
  const { status, title } = problemKinds[code];
  return {
    type: `urn:locksmith:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(more.fields === undefined ? {} : { errors: more.fields }),
    ...(more.context === undefined ? {} : { context: more.context }),
  };
}

/** Headers of a problem document; `recovering` and the rate codes say when to come back. */
export function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  };
  const retry = problem.context?.["retryAfterMs"];
  if (typeof retry === "number") headers["retry-after"] = String(Math.max(1, Math.ceil(retry / 1000)));
  return headers;
}

/** A problem document as a response. */
export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  const all = { ...problemHeaders(problem), ...headers };
  return new Response(JSON.stringify(problem), { status: problem.status, headers: all });
}
