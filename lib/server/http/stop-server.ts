import type { Server } from "node:http";
import type { Socket } from "node:net";

const idleEveryMs = 50;

/**
 * Makes the stop of a server: no new connections, requests under way are finished, then all is closed; what is
 * still open after `graceMs` is cut off. Resolves when no connection is left. To be made before the server listens.
 */
export function serverStop(server: Server): (graceMs: number) => Promise<void> {
  // Node counts a connection on which no request ever came as busy, and browsers open those in advance.
  const busy = new Map<Socket, number>();
  server.on("connection", (socket) => {
    busy.set(socket, 0);
    socket.once("close", () => busy.delete(socket));
  });
  server.on("request", ({ socket }, outgoing) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    outgoing.once("close", () => {
      if (busy.has(socket)) busy.set(socket, (busy.get(socket) ?? 1) - 1);
    });
  });
  const closeIdle = () => {
    for (const [socket, requests] of busy) if (requests === 0) socket.destroySoon();
  };
  return async (graceMs) => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    closeIdle();
    const idle = setInterval(closeIdle, idleEveryMs);
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearInterval(idle);
    clearTimeout(force);
  };
}
