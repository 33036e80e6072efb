import { type Api, ProblemError } from "#lib/client/http.ts";
import type { ErrorCode } from "#lib/contract/common.ts";
import type { Acquire, Grant } from "#lib/contract/leases.ts";
import type { OpenSession } from "#lib/contract/sessions.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";

/** The calls that `locksmith run` makes for one lock. */
export class LeaseClient {
  readonly #api: Api;
  readonly #lease: string;

  constructor(api: Api, lock: string) {
    this.#api = api;
    this.#lease = `/api/v1/leases/${encodeURIComponent(lock)}`;
  }

  open(session: OpenSession): Promise<{ sessionId: string }> {
    return this.#api.send("POST", "/api/v1/sessions", session);
  }

  beat(sessionId: string, counter: number, signal: AbortSignal): Promise<unknown> {
    return this.#api.send("POST", `${sessionPath(sessionId)}/beat`, { counter }, { signal });
  }

  setProcesses(sessionId: string, processes: ProcessIdentity[]): Promise<unknown> {
    return this.#api.send("POST", `${sessionPath(sessionId)}/processes`, { processes });
  }

  close(sessionId: string, signal: AbortSignal): Promise<unknown> {
    return this.#api.send("DELETE", sessionPath(sessionId), undefined, { signal });
  }

  acquire(ask: Acquire, signal: AbortSignal): Promise<Grant> {
    return this.#api.send("POST", `${this.#lease}/acquire`, ask, { signal });
  }

  renew(token: { sessionId: string; epoch: number }, signal: AbortSignal): Promise<unknown> {
    return this.#api.send("POST", `${this.#lease}/renew`, token, { signal });
  }

  release(token: { sessionId: string; epoch: number }, signal: AbortSignal): Promise<unknown> {
    return this.#api.send("POST", `${this.#lease}/release`, token, { signal });
  }

  queue(sessionId: string, signal: AbortSignal): Promise<{ place: number | null; waiters: number }> {
    return this.#api.get(`${this.#lease}/queue`, { query: { sessionId }, signal });
  }
}

function sessionPath(sessionId: string): string {
  return `/api/v1/sessions/${encodeURIComponent(sessionId)}`;
}

const lostCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "lease-lost",
  "stale-epoch",
  "session-gone",
  "not-found",
  "gone",
]);

/** True when the server says that the lease, or the session under it, is not ours any more. */
export function saysLost(error: unknown): error is ProblemError {
  return error instanceof ProblemError && lostCodes.has(error.code);
}
