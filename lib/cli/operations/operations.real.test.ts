import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cli, startCli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type OrphanLease, orphanLease } from "#lib/server/operations/testing/orphans.ts";
import { colleague } from "#lib/server/operations/testing/people.ts";

const resource = "aim_cli_clear.conf";
const why = "The owner is gone since 03:12, drones stand";
let server: ServerProcess;
let orphan: OrphanLease;
let looking: ReturnType<typeof setInterval>;

beforeAll(async () => {
  server = await startServer({ pages: false });
  orphan = await orphanLease(server, resource, { ttlMs: 1_000 });
  // Evidence that is old opens no gate: the agent goes on looking.
  looking = setInterval(() => void orphan.look().catch(() => clearInterval(looking)), 1_000);
}, 90_000);
afterAll(async () => {
  clearInterval(looking);
  await server.stop();
});

const flags = () => ["--server", server.url, "--token-file", join(server.dataDir, "admin-token")];

test("a dry run prints the plan and changes nothing", async () => {
  const text = await cli(["clear", resource, ...flags(), "--dry-run"]);
  expect(text).toMatchObject({ exitCode: 0, stderr: "" });
  for (const part of ["What will happen", "To 1 lock", "Bound to these facts", "Gates", "Not verified"]) {
    expect(text.stdout).toContain(part);
  }
  const json = await cli(["clear", `native/${resource}`, ...flags(), "--dry-run", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ operation: null, plan: { targetCount: 1 } });
  expect((await cli(["operations", "ls", ...flags()])).stdout).toBe("No operation matches.\n");
});

test.each([
  [["clear", resource], "give --reason"],
  [["clear", resource, "--reason", "fix"], "at least 10 characters"],
  [["clear", resource, "--reason", why], `give --yes-typed ${resource}`],
  [["clear", resource, "--reason", why, "--yes-typed", "other"], `the name to type is ${resource}`],
  [["drain", "--reason", why], "name exactly one of --service"],
  [["drain", "--fleet", "--group", "west", "--reason", why], "name exactly one of --service"],
  [["bypass", "op_x", "--gate", "agent"], "--gate must be of"],
])("%j is refused before anything is stored, and says which flag would answer", async (args, reason) => {
  const { exitCode, stderr } = await cli([...args, ...flags()]);
  expect(stderr).toContain(reason);
  expect(exitCode).toBe(2);
  expect((await cli(["operations", "ls", ...flags()])).stdout).toBe("No operation matches.\n");
});

test("nothing that can be drained is a refusal with its reason, and an unknown operation is not found", async () => {
  const drain = await cli(["drain", "--service", "nobody", ...flags(), "--dry-run"]);
  expect(drain.exitCode).toBe(6);
  expect(drain.stdout).toContain("It cannot be confirmed");
  expect((await cli(["operations", "show", "op_none", ...flags()])).exitCode).toBe(3);
});

test("a clear is followed line by line until it is done; a token is not the second person", async () => {
  const clear = startCli(["clear", resource, ...flags(), "--reason", why, "--yes-typed", resource, "--wait"]);
  await clear.said("Confirmed: op_");
  const id = /Confirmed: (op_\S+),/.exec(clear.stdout())?.[1] ?? "";
  const own = await cli(["operations", "ack", id, ...flags(), "--yes"]);
  expect(own.exitCode).toBe(77);
  const shown = await cli(["operations", "show", id, ...flags(), "--json"]);
  const { snapshot } = JSON.parse(shown.stdout);
  const ben = await colleague(server, "ben", "approver");
  const path = `/api/v1/operations/${id}/acknowledge`;
  expect((await ben.call("POST", path, {}, { "if-match": `"${snapshot}"` })).status).toBe(200);
  expect(await clear.ended).toBe(0);
  expect(clear.stdout()).toContain("waiting");
  expect(clear.stdout()).toMatch(/Result: .*\n[\s\S]*Verified/);
  expect((await cli(["operations", "ls", ...flags(), "--kind", "clear"])).stdout).toContain("done");
}, 60_000);

test("one that is aborted ends the wait with a code of its own", async () => {
  const again = await orphanLease(server, "aim_cli_abort.conf", { node: "node-8", ttlMs: 1_000 });
  const name = again.resource;
  const clear = startCli(["clear", name, ...flags(), "--reason", why, "--yes-typed", name, "--wait"]);
  await clear.said("Confirmed: op_");
  const id = /Confirmed: (op_\S+),/.exec(clear.stdout())?.[1] ?? "";
  const aborted = await cli(["operations", "abort", id, ...flags(), "--reason", "The owner came back to us"]);
  expect(aborted.exitCode).toBe(0);
  expect(await clear.ended).toBe(7);
  expect(clear.stdout()).toContain("aborted");
}, 60_000);
