import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());

const run = (...args: string[]) =>
  cli([...args, "--server", server.url, "--token-file", join(server.dataDir, "admin-token")]);

test("a saved view filters the shell's list by its name and its link; flags win over it", async () => {
  const session = { node: "node-1", service: "views", instanceId: "instance-of-views", ttlMs: 600_000 };
  const { body } = await call(server, "POST", "/api/v1/sessions", session);
  for (const name of ["a.conf", "b.conf", "c.txt"]) {
    await call(server, "POST", `/api/v1/leases/${name}/acquire`, { sessionId: body["sessionId"] });
  }
  const view = { list: "locks", name: "Confs", query: "q=conf&sort=-resource&cols=state" };
  const made = await call(server, "POST", "/api/v1/views", view);
  const owners = await call(server, "POST", "/api/v1/views", { ...view, list: "owners", query: "" });
  const names = async (...args: string[]) =>
    JSON.parse((await run("ls", "--json", ...args)).stdout).items.map(
      (row: { resource: string }) => row.resource,
    );
  expect(await names("--view", "confs")).toEqual(["b.conf", "a.conf"]);
  const link = `${server.url}/locks?view=${made.body["id"]}`;
  expect(await names("--view", link, "--sort", "resource")).toEqual(["a.conf", "b.conf"]);
  expect(await names("--view", link, "-t", "txt")).toEqual(["c.txt"]);

  expect((await run("views", "ls")).stdout).toMatch(/locks +Confs .*q=conf&sort=-resource/);
  expect(await run("ls", "--view", "nothing")).toMatchObject({ exitCode: 3 });
  expect(await run("ls", "--view", String(owners.body["id"]))).toMatchObject({ exitCode: 2 });
});
