import type { ServerResponse } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { RouteResult } from "./route.ts";

const compress = promisify(gzip);
/** From here on compressing (in a thread of its own, at the fastest level) costs less than sending. */
const compressFromChars = 32_768;

/**
 * Turns a handler's result into a response. With a socket behind it the JSON is written to it at once, which
 * saves the way through a web stream; a call in process gets a `Response`.
 */
export async function answer(
  result: RouteResult | Response,
  asked: Pick<Headers, "get">,
  outgoing: ServerResponse | undefined,
): Promise<Response> {
  if (result instanceof Response) return result;
  const text = result.body === undefined ? null : JSON.stringify(result.body);
  const headers: Record<string, string | number> = { "cache-control": "no-store", ...result.headers };
  if (text !== null) headers["content-type"] ??= "application/json";
  if (outgoing === undefined || outgoing.headersSent || outgoing.destroyed) {
    return new Response(text, { status: result.status, headers: headers as Record<string, string> });
  }
  let body: string | Buffer | null = text;
  if (text !== null && isLarge(text)) {
    headers["vary"] = "accept-encoding";
    if (acceptsGzip(asked)) {
      body = await compress(text, { level: constants.Z_BEST_SPEED });
      headers["content-encoding"] = "gzip";
    }
  }
  if (body !== null) headers["content-length"] = Buffer.byteLength(body);
  outgoing.writeHead(result.status, headers).end(body ?? undefined);
  return RESPONSE_ALREADY_SENT;
}

/** Whether an answer is worth compressing. */
export function isLarge(text: string): boolean {
  return text.length >= compressFromChars;
}

function acceptsGzip(asked: Pick<Headers, "get">): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(asked.get("accept-encoding") ?? "");
}
