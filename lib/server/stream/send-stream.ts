import type { ServerResponse } from "node:http";
import { ReadableStream } from "node:stream/web";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Logger } from "pino";
import { limits } from "#lib/domain/limits.ts";

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Sends frames as server-sent events until they end or the client goes. A client that does not read fast enough is
 * cut off when its buffer is full: it comes back and resumes, and nobody else waits for it.
 */
export function sendStream(
  frames: AsyncGenerator<string, void>,
  outgoing: ServerResponse | null,
  log: Logger,
): Response {
  if (outgoing === null) {
    const encoder = new TextEncoder();
    const body = ReadableStream.from(encoded(frames, encoder));
    return new Response(body as unknown as BodyInit, { headers });
  }
  outgoing.writeHead(200, headers);
  pump(frames, outgoing).catch((error: unknown) => {
    log.error({ err: error }, "a stream failed");
    outgoing.destroy();
  });
  return RESPONSE_ALREADY_SENT;
}

async function pump(frames: AsyncGenerator<string, void>, outgoing: ServerResponse): Promise<void> {
  for await (const frame of frames) {
    if (outgoing.destroyed) return;
    outgoing.write(frame);
    if (outgoing.writableLength > limits.streamClientBufferMax) {
      outgoing.destroy();
      return;
    }
  }
  outgoing.end();
}

async function* encoded(
  frames: AsyncGenerator<string, void>,
  encoder: TextEncoder,
): AsyncGenerator<Uint8Array> {
  for await (const frame of frames) yield encoder.encode(frame);
}
