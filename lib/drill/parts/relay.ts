import {
  createServer,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";

const keepAliveMs = 60_000;

/** A way to the server that can be cut, for the processes of one node. */
export interface Relay {
  /** Its origin, on this machine. */
  url: string;
  /** From now on every call ends without an answer; those under way end too. */
  cut(): void;
  heal(): void;
  close(): Promise<void>;
}

/** Passes calls on to the server as they are, streams included. */
export async function openRelay(server: string): Promise<Relay> {
  const target = new URL(server);
  const isTls = target.protocol === "https:";
  const send = isTls ? httpsRequest : httpRequest;
  // A connection that is kept may be closed by the other side in the moment that it is used again.
  const agent = isTls ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  let isCut = false;
  const pass = (incoming: IncomingMessage, answer: ServerResponse) => {
    if (isCut) return incoming.socket.destroy();
    const headers = { ...incoming.headers, host: target.host };
    const onward = send(new URL(incoming.url ?? "/", target), {
      method: incoming.method,
      headers,
      agent,
    });
    const drop = () => {
      onward.destroy();
      incoming.socket.destroy();
    };
    onward.once("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      response.on("error", drop);
      response.pipe(answer);
    });
    onward.once("error", drop);
    answer.once("close", () => onward.destroy());
    incoming.pipe(onward);
  };
  const relay = createServer(pass);
  relay.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const { port } = relay.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => {
      isCut = true;
      relay.closeAllConnections();
    },
    heal: () => {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        relay.close(() => resolve());
        relay.closeAllConnections();
      }),
  };
}
