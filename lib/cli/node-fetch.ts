import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";

const bodyMaxBytes = 64 * 1024 * 1024;

/**
 * The part of `fetch` that the API client uses, over node:http: an acquire may wait ten minutes for its first byte,
 * and the built-in fetch gives up after five.
 */
export async function nodeFetch(url: string, init: RequestInit): Promise<Response> {
  const target = new URL(url);
  const start = target.protocol === "https:" ? httpsRequest : httpRequest;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = start(target, {
      method: init.method ?? "GET",
      headers: init.headers as Record<string, string>,
      ...(init.signal == null ? {} : { signal: init.signal }),
    });
    outgoing.once("response", resolve);
    outgoing.once("error", reject);
    outgoing.end(typeof init.body === "string" ? init.body : undefined);
  });
  const body = await readAll(answer);
  const status = answer.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}

async function readAll(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > bodyMaxBytes) throw new Error("the answer is too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
