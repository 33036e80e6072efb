import { afterAll, beforeAll, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { lostAfterMs } from "#lib/domain/liveness.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());

test("a server that was stopped for longer than any TTL loses nobody: it could not listen", async () => {
  const ttlMs = limits.sessionTtlMinMs;
  const session = { node: "node-7", service: "orchestrator", instanceId: "instance-stopped", ttlMs };
  const { body: opened } = await call(server, "POST", "/api/v1/sessions", session);
  const id = String(opened["sessionId"]);
  const { body: grant } = await call(server, "POST", "/api/v1/leases/stopped/acquire", { sessionId: id });
  let counter = 0;
  const beat = () => {
    counter += 1;
    return call(server, "POST", `/api/v1/sessions/${id}/beat`, { counter });
  };
  expect((await beat()).status).toBe(200);
  process.kill(server.pid, "SIGSTOP");
  // It waits unread in the socket for all the time that the server is stopped.
  const waiting = beat();
  await new Promise((resolve) => setTimeout(resolve, 2 * lostAfterMs(ttlMs)));
  process.kill(server.pid, "SIGCONT");
  expect(await waiting).toMatchObject({ status: 200, body: { grew: true } });
  expect(await call(server, "POST", "/api/v1/leases/stopped/check", { epoch: grant["epoch"] })).toMatchObject(
    {
      status: 200,
    },
  );
  expect((await call(server, "GET", `/api/v1/owners/${id}`)).body).toMatchObject({
    state: "open",
    verdict: "live",
  });
  const { body: history } = await call(server, "GET", "/api/v1/locks/native/stopped");
  expect(JSON.stringify(history["history"])).not.toContain("lease.expired");
});
