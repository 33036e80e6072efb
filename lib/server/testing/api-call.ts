import { readSse, type SseMessage } from "#lib/client/sse.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // Tests look into answers of all shapes; each says what it expects.
  body: Record<string, unknown>;
}

export interface Target {
  url: string;
  adminToken: string;
}

/** One request to a real server with the admin's token; `body` is sent as JSON, a string as it is. */
export async function call(
  { url, adminToken }: Target,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${adminToken}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = text !== "" && /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
}

export interface Listening {
  messages: AsyncGenerator<SseMessage>;
  close(): void;
}

/** Opens a stream of server-sent events. */
export async function listen(
  { url, adminToken }: Target,
  path: string,
  headers: Record<string, string> = {},
): Promise<Listening> {
  const ending = new AbortController();
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${adminToken}`, ...headers },
    signal: ending.signal,
  });
  if (response.status !== 200 || response.body === null) throw new Error(`no stream: ${response.status}`);
  return { messages: readSse(response.body), close: () => ending.abort() };
}
