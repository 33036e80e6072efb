import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { colleague } from "#lib/server/operations/testing/people.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
  await colleague(server, "ada", "operator");
});
afterAll(() => server.stop());

const incidents = (...args: string[]) =>
  cli(["incidents", ...args, "--server", server.url, "--token-file", join(server.dataDir, "admin-token")]);

test("an incident from a shell: opened, acknowledged, given a commander, noted, resolved, reopened", async () => {
  expect((await incidents("ls")).stdout).toBe("No incident matches.\n");
  const opened = await incidents("open", "x.conf", "--title", "It looks odd", "--json");
  const id = String(JSON.parse(opened.stdout).id);
  expect((await incidents("ack", id, "--note", "on it")).stdout).toContain("acknowledged  by ");
  expect((await incidents("role", id, "commander", "--to", "ada")).stdout).toMatch(/commander +ada/);
  expect((await incidents("role", id, "scribe", "--take")).exitCode).toBe(0);
  expect((await incidents("note", id, "node-7 is \u001b[31mred")).stdout).toContain("node-7 is \\x1b[31mred");
  expect((await incidents("follow-up", id, "watch the guardian")).stdout).toContain(
    "1  open  watch the guardian",
  );
  expect((await incidents("follow-up", id, "--done", "1")).stdout).toContain("1  done  watch the guardian");
  const severe = await incidents("severity", id, "info", "--reason", "a test bench", "--json");
  expect(JSON.parse(severe.stdout)).toMatchObject({ severity: "info" });
  expect((await incidents("ls", "--open")).stdout).toMatch(/open +info .* ada +It looks odd/);
  const resolved = await incidents("resolve", id, "--text", "it was nothing");
  expect(resolved.stdout).toContain("Resolved by admin-token file: it was nothing");
  expect((await incidents("resolve", id, "--text", "again")).exitCode).toBe(6);
  expect((await incidents("ls", "--open")).stdout).toBe("No incident matches.\n");
  expect((await incidents("reopen", id, "--text", "it was something")).stdout).toContain("[open, info]");
}, 90_000);

test.each([
  [["show", "inc_none"], 3, "no such incident"],
  [["ls", "--state", "wrong"], 2, "some of open, mitigated, resolved"],
  [["role", "inc_x", "captain", "--take"], 2, "must be one of commander"],
  [["role", "inc_x", "scribe"], 2, "--take, --to <person> and --give-up"],
  [["role", "inc_x", "scribe", "--to", "nobody"], 3, "nobody here is called nobody"],
  [["follow-up", "inc_x"], 2, "give one of"],
  [["severity", "inc_x", "grave", "--reason", "so"], 2, "must be one of info"],
])("%j is one line and its exit code", async (args, code, words) => {
  const { exitCode, stderr } = await incidents(...args);
  expect(stderr).toContain(words);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(exitCode).toBe(code);
});
