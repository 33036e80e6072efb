import type { HttpBindings } from "@hono/node-server";
import { limits } from "#lib/domain/limits.ts";
import type { Call } from "./call.ts";
import { ApiError } from "./errors.ts";
import { bodyTooLarge } from "./read-input.ts";

/** A call that came as the web's `Request`: through Hono from a socket, or in process from a page. */
export function webCall(
  request: Request,
  env: Partial<HttpBindings> | undefined,
  stopping: AbortSignal,
): Call {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    search,
    headers: request.headers,
    bytes: () => readBytes(request),
    request,
    address: env?.incoming?.socket.remoteAddress ?? null,
    outgoing: env?.outgoing ?? null,
    // Made only when asked for: most requests are over before anybody could abort them.
    get signal() {
      return AbortSignal.any([request.signal, stopping]);
    },
  };
}

/** Node itself holds a client to its content-length, so only a body without one needs to be counted. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const length = request.headers.get("content-length");
  if (length !== null) {
    if (Number(length) > limits.bodyMaxBytes) throw bodyTooLarge();
    return readAll(async () => new Uint8Array(await request.arrayBuffer()));
  }
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let total = 0;
  await readAll(async () => {
    for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
      total += part.byteLength;
      if (total > limits.bodyMaxBytes) throw bodyTooLarge();
      parts.push(part);
    }
  });
  return Buffer.concat(parts);
}

/** A body that breaks off is the client's doing, not an internal error. */
async function readAll<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError("bad-request", "The body broke off.");
  }
}
