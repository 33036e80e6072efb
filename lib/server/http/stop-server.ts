import type { Server } from "node:http";

const idleEveryMs = 50;

/**
 * Stops a server: no new connections, requests under way are finished, then all is closed; what is still open
 * after `graceMs` is cut off. Resolves when no connection is left.
 */
export async function stopServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection that is kept alive becomes idle only when its request ends.
  const idle = setInterval(() => server.closeIdleConnections(), idleEveryMs);
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
}
