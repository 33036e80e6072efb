import type { ServerResponse } from "node:http";

/** A request, whichever way it came: as the web's `Request`, or straight from node:http. */
export interface Call {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  /** The query, with its question mark; "" without one. */
  readonly search: string;
  readonly headers: Pick<Headers, "get" | "has">;
  /** The whole body. Throws `too-large`, and `bad-request` for one that breaks off. */
  bytes(): Promise<Uint8Array>;
  /** For handlers that want to know more; its body may have been read. */
  readonly request: Request;
  /** The socket's remote address; null for calls in process. */
  readonly address: string | null;
  readonly outgoing: ServerResponse | null;
  /** Aborted when the client goes away or the server stops. */
  readonly signal: AbortSignal;
}
