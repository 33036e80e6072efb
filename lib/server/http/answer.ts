import type { ServerResponse } from "node:http";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { RouteResult } from "./route.ts";

/**
 * Turns a handler's result into a response. With a socket behind it the JSON is written to it at once, which
 * saves the way through a web stream; a call in process gets a `Response`.
 */
export function answer(result: RouteResult | Response, outgoing: ServerResponse | undefined): Response {
  if (result instanceof Response) return result;
  const text = result.body === undefined ? null : JSON.stringify(result.body);
  const headers: Record<string, string | number> = { "cache-control": "no-store", ...result.headers };
  if (text !== null) headers["content-type"] ??= "application/json";
  if (outgoing === undefined || outgoing.headersSent || outgoing.destroyed) {
    return new Response(text, { status: result.status, headers: headers as Record<string, string> });
  }
  if (text !== null) headers["content-length"] = Buffer.byteLength(text);
  outgoing.writeHead(result.status, headers).end(text ?? undefined);
  return RESPONSE_ALREADY_SENT;
}
