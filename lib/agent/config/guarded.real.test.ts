import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Child, startChild } from "#lib/launch/steps/children.mjs";
import { cleanEnv } from "#lib/launch/testing/clean-env.ts";
import { ConfigFleet } from "#lib/launch/testing/config-fleet.ts";
import { LineLog } from "#lib/launch/testing/line-log.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { locksOn } from "./file-locks.ts";

const node = "guarded-node";
let server: ServerProcess;
let folder: string;
let fleet: ConfigFleet;
let guard: Child;
const log = new LineLog();

beforeAll(async () => {
  server = await startServer({ pages: false });
  folder = await mkdtemp(join(tmpdir(), "locksmith-guarded-"));
  fleet = new ConfigFleet(server, folder, "lock.conf");
  await fleet.startAll([node], "rate = 1\n");
  const flags = ["--server", server.url, "--token-file", join(server.dataDir, "admin-token"), "--node", node];
  guard = startChild(["guard", fleet.file(node), ...flags, "--json"], { env: cleanEnv({}), onLine: log.add });
  await log.find((line) => line.includes('"guarding"') || line.includes("guarding"));
}, 90_000);
afterAll(async () => {
  await guard.stop(5_000);
  await fleet.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test("a file that its guardian holds is written by the guardian, whose lock is on the new file too", async () => {
  expect(locksOn(fleet.file(node), []).mismatch).toMatch(/^HELD/);
  const version = await fleet.upload("rate = 2\n");
  const spec = { version, targets: { by: "nodes", nodes: [node] }, promoteByHand: false, bakeMs: 0 };
  const id = await fleet.begin(spec);
  const done = await fleet.operation(
    id,
    "the end",
    (op) => (op.state === "done" || op.state === "failed") && op,
  );
  expect(done).toMatchObject({ state: "done" });
  expect(fleet.content(node)).toBe("rate = 2\n");
  await log.find((line) => line.includes('"wrote"') && line.includes(`locksmith version ${version}`));
  expect(locksOn(fleet.file(node), []).mismatch).toMatch(/^HELD/);
});
