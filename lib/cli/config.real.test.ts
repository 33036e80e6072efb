import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigFleet } from "#lib/launch/testing/config-fleet.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { cli } from "./testing/cli.ts";

const name = "aim_cli.conf";
let server: ServerProcess;
let folder: string;
let fleet: ConfigFleet;

beforeAll(async () => {
  server = await startServer({ pages: false });
  folder = await mkdtemp(join(tmpdir(), "locksmith-config-cli-"));
  fleet = new ConfigFleet(server, folder, name);
  await fleet.startAll(["cli-a", "cli-b"], "rate = 1\n");
}, 90_000);
afterAll(async () => {
  await fleet.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const flags = () => ["--server", server.url, "--token-file", join(server.dataDir, "admin-token")];
const run = (...args: string[]) => cli([...args, ...flags()]);
const why = ["--reason", "slower aim on the west dock"];

test("a version goes up, is shown, compared and comes down as it was", async () => {
  const file = join(folder, "new.conf");
  await writeFile(file, "rate = 2 \u001b[31m\n");
  const uploaded = await run("config", "upload", name, file, ...why);
  expect(uploaded).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Version 2 uploaded, SHA-256 [0-9a-f]{64}\.\n$/),
  });
  expect((await run("config", "upload", name, file, ...why)).stdout).toContain("Version 2 is there already");
  expect((await run("config", "ls")).stdout).toMatch(/aim_cli\.conf +1 +2 +2 +0/);
  expect((await run("config", "show", name)).stdout).toContain("version 1 is promoted");
  const diff = await run("config", "diff", name, "1");
  expect(diff.stdout).toContain("-rate = 1\n+rate = 2 \\x1b[31m\n");
  expect((await run("config", "download", name)).stdout).toBe("rate = 1\n");
  expect((await run("config", "download", name, "2")).stdout).toBe("rate = 2 \u001b[31m\n");
});

test.each([
  [["config", "upload", name, "/nowhere", ...why], 2, "cannot be read"],
  [["config", "show", "never.conf"], 3, "no configuration of this name"],
  [["canary", "start", name, "2", ...why], 2, "exactly one of --nodes and --spread"],
  [["canary", "start", name, "2", "--spread", "1", "--rule", "rate>1", ...why], 2, "--rule must be like"],
  [["canary", "start", name, "1", "--spread", "1", ...why], 6, "is what is promoted already"],
])("%j ends with %i and says why", async (args, exitCode, words) => {
  const answer = await run(...args);
  expect(`${answer.stderr}${answer.stdout}`).toContain(words);
  expect(answer.exitCode).toBe(exitCode);
});

test("a canary is planned, started, followed and rolled back from a shell", async () => {
  const start = [
    "canary",
    "start",
    name,
    "2",
    "--spread",
    "1",
    "--bake",
    "30s",
    "--rule",
    "heart_rate=50..70",
    ...why,
  ];
  const dry = await run(...start, "--dry-run");
  expect(dry).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("is written beside the running file"),
  });
  const started = await run(...start, "--json");
  const { id } = JSON.parse(started.stdout) as { id: string };
  await fleet.operation(id, "the healthy shadow", ({ nodes }) =>
    nodes.some(({ state, health }) => state === "shadow" && health.some((rule) => rule.state === "pass")),
  );
  expect((await run("canary", "status", id)).stdout).toMatch(/cli-[ab] +0 +shadow/);
  expect((await run("canary", "promote", id, "--dry-run")).stdout).toContain(
    "The bake time of this step is not over",
  );
  expect((await run("canary", "promote", id)).exitCode).toBe(6);
  const back = await run("canary", "rollback", id, "--wait");
  expect(back.exitCode).toBe(7);
  expect(back.stdout).toContain("1 of 1 node back at version 1");
  expect([fleet.content("cli-a"), fleet.content("cli-b")]).toEqual(["rate = 1\n", "rate = 1\n"]);
});
