import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cli, startCli } from "./testing/cli.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "json-lines-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const linesOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("a server says each of its states in one line, and an agent what it would say in words", async () => {
  const args = ["server", "--json", "--port", "0", "--data", data];
  const server = startCli(args, { LOCKSMITH_PAGES: "off" });
  await server.said('"ready"');
  const [ready] = linesOf(server.stdout()) as [{ url: string }];
  expect(ready).toMatchObject({ state: "ready", signInUrl: expect.stringContaining("/sign-in/once?token=") });
  expect((await fetch(`${ready.url}/healthz`)).ok).toBe(true);

  const tokenFile = join(data, "agent-token");
  const agent = startCli(["agent", "--json", "--server", ready.url, "--token-file", tokenFile]);
  await agent.said("connected as");
  agent.process.kill("SIGTERM");
  expect(await agent.ended).toBe(0);
  const said = linesOf(agent.stdout());
  expect(said).toContainEqual({ state: "message", message: expect.stringContaining("connected as") });
  expect(said.at(-1)).toEqual({ state: "stopped" });

  server.process.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(linesOf(server.stdout())).toEqual([ready, { state: "stopping" }, { state: "stopped" }]);
});

test("a server that cannot start says why, with the exit code that it has in words as well", async () => {
  const nowhere = "/proc/no-such-folder";
  const inWords = await cli(["server", "--port", "0", "--data", nowhere]);
  const { exitCode, stdout } = await cli(["server", "--json", "--port", "0", "--data", nowhere]);
  expect(exitCode).toBe(inWords.exitCode);
  const [failed] = linesOf(stdout) as [{ message: string }];
  expect(failed).toMatchObject({ state: "failed", exitCode: 1 });
  expect(inWords.stderr).toBe(`locksmith: ${failed.message}\n`);
});

test.each([
  [["server", "--json", "--port", "99999"], "LOCKSMITH_PORT"],
  [["server", "--prt", "1", "--json"], "unknown option '--prt'"],
  [["agent", "--json", "--server", "nonsense"], "--server must be an address"],
  [["agent", "--json", "--server", "http://127.0.0.1:1", "--config", "/no/such/file"], "/no/such/file"],
])("%j is refused in one line of JSON, with exit code 2", async (args, reason) => {
  const { exitCode, stdout, stderr } = await cli(args);
  const failed = linesOf(stdout).at(-1);
  expect(failed).toMatchObject({ state: "failed", message: expect.stringContaining(reason), exitCode: 2 });
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "" });
});
