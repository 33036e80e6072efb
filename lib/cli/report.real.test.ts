import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { cli } from "./testing/cli.ts";

let server: ServerProcess;
let folder: string;
beforeAll(async () => {
  server = await startServer({ pages: false });
  folder = await mkdtemp(join(tmpdir(), "locksmith-report-cli-"));
}, 60_000);
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  cli(["report", ...args, "--server", server.url, "--token-file", join(server.dataDir, "admin-token")]);
const open = (title: string, resource: string) =>
  createApi({ baseUrl: server.url, token: server.adminToken }).send<IncidentDetail>(
    "POST",
    apiPaths.incidents,
    {
      title,
      resource,
    },
  );

test("the report of an incident is printed, saved, and found as the last one", async () => {
  const none = await run("last");
  expect(none).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("no incident is recorded") });
  const first = await open("First", "first.conf");
  await open("Second \u001b[31m<b>", "second.conf");
  const last = await run("last");
  expect(last.exitCode).toBe(0);
  expect(last.stdout).toMatch(/^# Report: Second `\\x1b\[31m<b>`\n/);
  expect(last.stdout).toContain("**Unknown.** What caused it is not known");
  const file = join(folder, "report.md");
  expect(await run(first.id, "--out", file)).toMatchObject({ exitCode: 0, stdout: "" });
  expect(await readFile(file, "utf8")).toMatch(/^# Report: First\n/);
  expect(await run(first.id, "--out", file)).toMatchObject({ exitCode: 2 });
  const json = JSON.parse((await run(first.id, "--json")).stdout) as {
    incidentId: string;
    sections: object[];
  };
  expect(json.incidentId).toBe(first.id);
  expect(json.sections).toHaveLength(9);
  expect(await run("inc_none")).toMatchObject({ exitCode: 3 });
});
