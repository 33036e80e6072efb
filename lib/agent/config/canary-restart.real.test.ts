import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigFleet } from "#lib/launch/testing/config-fleet.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";

let folder: string;
let port: number;
let server: ServerProcess;
let fleet: ConfigFleet;

const start = () => startServer({ dataDir: join(folder, "data"), pages: false, args: ["--port", `${port}`] });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "locksmith-canary-restart-"));
  port = await freePort();
  server = await start();
  fleet = new ConfigFleet(server, folder, "restart.conf");
}, 60_000);
afterAll(async () => {
  await fleet.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}

test("a server killed in the middle of a canary goes on with it: the step bakes anew, and ends on every node", async () => {
  await fleet.startAll(["r1", "r2"], "rate = 1\n");
  const version = await fleet.upload("rate = 2\n");
  const spec = { version, targets: { by: "nodes", nodes: ["r1"] }, promoteByHand: false, bakeMs: 1_500 };
  const id = await fleet.begin({
    ...spec,
    rules: [{ metric: "heart_rate", kind: "limit", min: 50, max: 70 }],
  });
  await fleet.operation(id, "the first that runs it", ({ nodes }) => nodes[0]?.state === "promoted");
  await server.kill9();
  server = await start();
  const done = await fleet.operation(
    id,
    "the end",
    (op) => (op.state === "done" || op.state === "failed") && op,
  );
  expect(done).toMatchObject({ state: "done", result: { outcome: "promoted" } });
  expect([fleet.content("r1"), fleet.content("r2")]).toEqual(["rate = 2\n", "rate = 2\n"]);
});
