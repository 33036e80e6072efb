import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { problemOf } from "./errors.ts";
import { hostCheck } from "./host-check.ts";
import { apiHeaders, type HeaderOptions, protectPage } from "./security-headers.ts";
import type { ShortWay } from "./short-way.ts";

/** A name of 4,096 characters is up to 36 KB when it is percent-encoded in a path. */
const headersMaxBytes = 64 * 1024;
/** Until headers and body have come; an answer may take as long as it likes, so streams and waits go on. */
const receiveMs = 30_000;
const headersMs = 15_000;
/** Longer than proxies in front keep theirs, so that they, not we, close an idle connection first. */
const keepAliveMs = 75_000;

export type PageHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

export interface NodeServerOptions extends HeaderOptions {
  app: { fetch: (request: Request, env: Partial<HttpBindings>) => Response | Promise<Response> };
  /** Asked first; what it leaves goes to the app. */
  shortWay?: ShortWay;
  /** Everything that is not the API; null: there are no pages. */
  pages: PageHandler | null;
  boundTo: string;
  publicUrl: string | null;
}

const apiPath = /^\/(api\/|metrics(\?|$)|healthz(\?|$)|readyz(\?|$))/;

/** One server for both: the API goes to Hono, all else to the pages. */
export function createNodeServer(options: NodeServerOptions): Server {
  const isOwnHost = hostCheck(options.boundTo, options.publicUrl);
  const headers = Object.entries(apiHeaders(options));
  const protectApi = (outgoing: ServerResponse) => {
    for (const [name, value] of headers) outgoing.setHeader(name, value);
  };
  // Replacing the global Request and Response would reach into Next, which runs in the same process.
  const api = getRequestListener((request, env) => options.app.fetch(request, env as HttpBindings), {
    overrideGlobalObjects: false,
  });
  const settings = {
    maxHeaderSize: headersMaxBytes,
    requestTimeout: receiveMs,
    headersTimeout: headersMs,
    keepAliveTimeout: keepAliveMs,
    noDelay: true,
  };
  return createServer(settings, (incoming, outgoing) => {
    // With a token too: a page that had its name rebound to us may send any header that it likes.
    if (!isOwnHost(incoming.headers.host)) {
      protectApi(outgoing);
      sendProblem(
        outgoing,
        "This server is not known by the name in the Host header. See LOCKSMITH_PUBLIC_URL.",
      );
    } else if (options.shortWay?.(incoming, outgoing)) {
      // It answers.
    } else if (options.pages === null || apiPath.test(incoming.url ?? "")) {
      protectApi(outgoing);
      void api(incoming, outgoing);
    } else {
      protectPage(incoming, outgoing, options);
      options.pages(incoming, outgoing).catch(() => outgoing.destroy());
    }
  });
}

function sendProblem(outgoing: ServerResponse, detail: string): void {
  const problem = problemOf("cross-origin", detail);
  outgoing.writeHead(problem.status, { "content-type": "application/problem+json" });
  outgoing.end(JSON.stringify(problem));
}
