import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false, args: ["--public-url", "https://locks.example"] });
});
afterAll(() => server.stop());

const display = (...args: string[]) =>
  cli(["display", ...args, "--server", server.url, "--token-file", join(server.dataDir, "admin-token")]);

test("a display from a shell: its link alone on standard output, listed, revoked by its name", async () => {
  const made = await display("create", "west \u001b[31mwall", "--days", "90");
  expect(made.stdout).toMatch(/^https:\/\/locks\.example\/wall#display=lks_[\w-]+\n$/);
  const json = JSON.parse((await display("create", "east wall", "--json")).stdout);
  expect(json).toMatchObject({ scope: "display", expiresAt: null, openStreams: 0 });
  expect(json.link).toBe(`https://locks.example/wall#display=${json.secret}`);
  const { stdout } = await display("ls");
  expect(stdout).toMatch(/west \\x1b\[31mwall +0 +- +in 90 d +admin-token file/);
  expect(stdout).not.toContain(json.secret);
  expect((await display("revoke", "east wall")).stdout).toBe(
    `Revoked east wall (${json.id}); no screen showed it.\n`,
  );
  const again = await display("revoke", json.id);
  expect([again.exitCode, again.stderr]).toEqual([3, `locksmith: there is no display "${json.id}"\n`]);
  expect(JSON.parse((await display("ls", "--json")).stdout)).toHaveLength(1);
  expect((await display("create", "x", "--days", "0")).exitCode).toBe(2);
}, 60_000);
