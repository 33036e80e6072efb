import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

interface Received {
  path: string;
  headers: IncomingMessage["headers"];
  body: Record<string, unknown>;
}

/** How a receiver answers one request; `hang` never does. */
export type Manner = number | "hang" | "flood" | { redirect: string };

const floodBytes = 10 * 1024 * 1024;

/** A receiver of pages: a real server on this machine that keeps what it got and answers as a test wants it. */
export async function startReceiver(...manners: Manner[]) {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let floodSent = 0;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { url: path = "", headers } = incoming;
    received.push({ path, headers, body: JSON.parse(Buffer.concat(chunks).toString("utf8")) });
    for (const one of waiting) if (received.length >= one.count) one.resolve();
    await answer(manners.length > 1 ? (manners.shift() ?? 200) : (manners[0] ?? 200), outgoing);
  });
  async function answer(manner: Manner, outgoing: ServerResponse): Promise<void> {
    if (manner === "hang") return;
    if (typeof manner === "object") {
      outgoing.writeHead(302, { location: manner.redirect }).end();
      return;
    }
    if (manner === "flood") {
      outgoing.writeHead(200, { "content-type": "text/plain", "content-length": floodBytes });
      await pipeline(Readable.from(flood()), outgoing).catch(() => undefined);
      return;
    }
    outgoing.writeHead(manner).end("what a receiver says is its own business");
  }
  function* flood() {
    for (const block = Buffer.alloc(64 * 1024, "x"); floodSent < floodBytes; floodSent += block.byteLength)
      yield block;
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    floodSent: () => floodSent,
    /** Answers so from now on. */
    answerWith: (...next: Manner[]) => {
      manners.splice(0, manners.length, ...next);
    },
    /** Resolves when so many requests have come. */
    got: (count: number) =>
      new Promise<void>((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
