import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";

let server: ServerProcess;
let folder: string;
beforeAll(async () => {
  server = await startServer({ pages: false });
  folder = await mkdtemp(join(tmpdir(), "audit-"));
  for (const name of ["one", "two", "=three"]) {
    await call(server, "POST", "/api/v1/tokens", { name, scope: "viewer" });
  }
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const audit = (...args: string[]) =>
  cli(["audit", ...args, "--server", server.url, "--token-file", join(server.dataDir, "admin-token")]);

test("rows are listed newest first, filtered, and counted", async () => {
  const all = await audit("ls", "--action", "token.");
  expect(all).toMatchObject({ exitCode: 0, stderr: "" });
  expect(all.stdout).toMatch(/ROW +TIME +OUTCOME +WHO +WHAT +TARGET/);
  expect(all.stdout.indexOf("=three")).toBeLessThan(all.stdout.indexOf("two"));
  const one = await audit("ls", "-t", "TWO token.create", "--since", "1h", "--json");
  expect(JSON.parse(one.stdout)).toMatchObject({
    total: 1,
    items: [{ action: "token.create", outcome: "done" }],
  });
  expect((await audit("ls", "--who", "nobody at all")).stdout).toBe("No row matches.\n");
  expect((await audit("--limit", "1", "--action", "token.")).stderr).toContain("2 more");
});

test.each([
  [["ls", "--outcome", "maybe"], "--outcome must be done or refused"],
  [["ls", "--from", "yesterday"], "--from must be a time"],
  [["ls", "--since", "1h", "--from", "2026-01-01"], "do not go together"],
  [["export", "--format", "xml"], "--format must be jsonl or csv"],
  [["verify", "--offline", "--file", "x"], "do not go together"],
  [["verify", "--file", "/no/such/file"], "cannot be read"],
])("%j is refused in one line", async (args, reason) => {
  const { exitCode, stderr, stdout } = await audit(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(reason);
  expect(stderr).toMatch(/^locksmith: [^\n]+\n$/);
});

test("an export is whole, may not overwrite, and can be checked without the server", async () => {
  const file = join(folder, "audit.jsonl");
  expect((await audit("export", "-o", file)).exitCode).toBe(0);
  expect((await audit("export", "-o", file)).stderr).toContain("EEXIST");
  expect(await cli(["audit", "verify", "--file", file])).toMatchObject({ exitCode: 0 });
  const text = await readFile(file, "utf8");
  await writeFile(join(folder, "forged.jsonl"), text.replace("token.create", "token.revoke"));
  const forged = await cli(["audit", "verify", "--file", join(folder, "forged.jsonl"), "--json"]);
  expect(forged.exitCode).toBe(1);
  expect(JSON.parse(forged.stdout)).toMatchObject({ ok: false });
  const csv = await audit("export", "--format", "csv", "-t", "three");
  expect(csv.stdout).toContain(`"'=three (`);
});

test("the chain is checked by the server, beside it, and found broken where the file was changed", async () => {
  const whole = await audit("verify", "--json");
  const { rows, head } = JSON.parse(whole.stdout) as { rows: number; head: string };
  expect(whole.exitCode).toBe(0);
  const offline = () => cli(["audit", "verify", "--offline", "--data", server.dataDir]);
  expect(await offline()).toMatchObject({
    exitCode: 0,
    stdout: `whole: ${rows} rows\nnewest hash: ${head}\n`,
  });
  const db = new DatabaseSync(join(server.dataDir, "locksmith.db"));
  db.exec("drop trigger audit_is_append_only_update; update audit set actor = 'Eve' where seq = 2");
  db.close();
  expect((await audit("verify")).stdout).toMatch(/^BROKEN at row 2: /);
  expect(await offline()).toMatchObject({ exitCode: 1 });
  expect((await cli(["audit", "verify", "--offline", "--data", folder])).stderr).toContain("no store");
});
