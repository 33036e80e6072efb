import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isIPv6 } from "node:net";
import { allRoutes } from "./all-routes.ts";
import { assemble, type Core } from "./assemble.ts";
import { RefusalAudit } from "./audit/refusal-audit.ts";
import { buildApp } from "./http/app.ts";
import { createNodeServer, type PageHandler } from "./http/node-server.ts";
import { apiHeaders } from "./http/security-headers.ts";
import type { AppOptions } from "./http/serve.ts";
import { shortWay } from "./http/short-way.ts";
import { serverStop } from "./http/stop-server.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type Pages, startPages } from "./pages.ts";
import type { RunningServer, ServerOptions } from "./server-options.ts";

/** Requests under way may take this long when the server stops; then they are cut off. */
const requestsGraceMs = 5_000;

/**
 * Starts a server and resolves when it is ready. Errors are for the person who starts it, in one line each: a store
 * that cannot be opened, a port that is taken, pages that are not built. Nothing is left behind by a failed start.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const stopping = new AbortController();
  const core = await assemble(options);
  const metrics = createMetrics(core.context);
  try {
    return await serve(options, core, metrics, stopping);
  } catch (error) {
    metrics.close();
    await core.close();
    throw error;
  }
}

async function serve(
  options: ServerOptions,
  core: Core,
  metrics: Metrics,
  stopping: AbortController,
): Promise<RunningServer> {
  const { host, port, publicUrl, dev } = options;
  const refusals = new RefusalAudit(core.context);
  const api: AppOptions = {
    context: core.context,
    specs: allRoutes(() => metrics),
    publicOrigin: publicUrl === null ? null : new URL(publicUrl).origin,
    stopping: stopping.signal,
    onAnswer: metrics.onAnswer,
    onRefused: (...refused) => refusals.note(...refused),
  };
  const app = buildApp(api);
  const headers = { dev, https: publicUrl?.startsWith("https:") ?? false };
  // Pages ask the API in process, with the visitor's own cookies.
  Reflect.set(globalThis, Symbol.for("locksmith.api"), async (request: Request) => app.fetch(request));
  Reflect.set(globalThis, Symbol.for("locksmith.build"), core.context.build);
  const pages = lateHandler();
  const server = createNodeServer({
    app,
    shortWay: shortWay(api, apiHeaders(headers)),
    pages: options.pages ? pages.handle : null,
    boundTo: host,
    publicUrl,
    ...headers,
  });
  const stopServer = serverStop(server);
  const url = urlOf(await listen(server, host, port));
  core.context.drillRunner.serverUrl = url;
  core.context.paging.consoleUrl = (publicUrl ?? url).replace(/\/+$/, "");
  let next: Pages | null = null;
  try {
    if (options.pages) next = await startPages({ dev, host, port: Number(new URL(url).port) });
  } catch (error) {
    await stopServer(0);
    throw error;
  }
  if (next !== null) pages.ready(next.handle);
  core.startLoops();
  const stop = async () => {
    // While it can still be told that the drill is over.
    await core.context.drillRunner.stop();
    stopping.abort();
    await stopServer(requestsGraceMs);
    await next?.close();
    metrics.close();
    await core.close();
  };
  let stopped: Promise<void> | null = null;
  return {
    url,
    signInUrl: `${(publicUrl ?? url).replace(/\/$/, "")}/sign-in/once?token=${core.context.auth.onceLink.issue()}`,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** The port is taken first, so that a taken one is said before the pages are loaded; early visitors wait. */
function lateHandler(): { handle: PageHandler; ready: (handler: PageHandler) => void } {
  const { promise, resolve } = Promise.withResolvers<PageHandler>();
  return { handle: async (incoming, outgoing) => (await promise)(incoming, outgoing), ready: resolve };
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** An address that a client on this machine can use: nobody can connect to "any". */
function urlOf({ address, port }: AddressInfo): string {
  const reachable = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}
