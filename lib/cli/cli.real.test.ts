import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { cli } from "./testing/cli.ts";

const odd = "odd <b>\u202e\u001b[31mname\u009b2J 名";
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
});
afterAll(() => server.stop());

const flags = () => ["--server", server.url, "--token-file", join(server.dataDir, "admin-token")];
const hold = (lock: string, command: string[]) => cli(["run", ...flags(), "--lock", lock, "--", ...command]);

test.each([
  [["foo"], "unknown command 'foo'"],
  [["run", "--", "true"], "required option '--lock <name>'"],
  [["run", "--lock", "a"], "missing required argument 'command'"],
  [["run", "--lock", "", "--", "true"], "--lock:"],
  [["run", "--lock", "..", "--", "true"], "--lock: must not be . or .."],
  [["run", "--lock", "a", "--ttl", "soon", "--", "true"], "--ttl must be a duration"],
  [["run", "--lock", "a", "--ttl", "1ms", "--", "true"], "--ttl must be from 1 s"],
  [["run", "--lock", "a", "--on-lost", "explode", "--", "true"], "--on-lost must be release or keep"],
  [["ls", "--limit", "-1"], "--limit must be a whole number"],
  [["ls", "--local", "--state", "hot"], "--state does not go with --local"],
  [["ls", "--server", "ftp://x"], "--server must be an address"],
  [["ls", "extra"], "too many arguments"],
  [["show"], "missing required argument 'lock'"],
  [["check", "a", "0"], "EPOCH must be a whole number"],
  [["check", "a", "1", "--token-file", "/no/such/file"], "cannot be read"],
  [["guard"], "missing required argument 'file'"],
  [["guard", "/no/such/file"], "/no/such/file cannot be read"],
  [["guard", "/"], "/ is not a regular file"],
  [["guard", "/etc/hostname", "--ttl", "soon"], "--ttl must be a duration"],
  [["guard", "write", "/etc/hostname"], "required option '--epoch <n>'"],
  [["guard", "write", "/etc/hostname", "--epoch", "newest"], "--epoch must be a whole number"],
  [["server", "--port", "99999"], "LOCKSMITH_PORT"],
  [["server", "--prt", "1"], "unknown option '--prt' (Did you mean --port?)"],
  [["drill", "--status", "--next"], "do not go together"],
  [["drill", "--status", "--report", "drill.md"], "--report goes with the end of a drill"],
  [["drill", "--next", "--report", "drill.md"], "--report goes with the end of a drill"],
  [["agent", "--server", "nonsense"], "--server must be an address"],
])("%j is refused in one line, with exit code 2", async (args, reason) => {
  const { exitCode, stdout, stderr } = await cli(args);
  expect(stderr).toContain(reason);
  expect(stderr).toMatch(/^locksmith: [^\n]+\n$/);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
});

test("a name that is too long is refused without a flood", async () => {
  const { exitCode, stderr } = await cli(["run", "--lock", "x".repeat(5_000), "--", "true"]);
  expect(exitCode).toBe(2);
  expect(stderr.length).toBeLessThan(300);
});

test("help says what there is, how it is used, and what the exit codes mean", async () => {
  const whole = await cli(["--help"]);
  expect(whole.exitCode).toBe(0);
  for (const command of ["server", "agent", "ls", "show", "run", "check", "guard"]) {
    expect(whole.stdout).toContain(`  ${command} `);
    const one = await cli([command, "--help"]);
    expect(one).toMatchObject({ exitCode: 0, stderr: "" });
    expect(one.stdout).toContain("Examples:");
  }
  expect(whole.stdout).toContain("69   the server cannot be reached");
});

test("ls and show say what the server knows, and name what is not there", async () => {
  await hold("table.conf", ["true"]);
  const list = await cli(["ls", ...flags(), "-t", "table.conf"]);
  expect(list).toMatchObject({ exitCode: 0, stderr: "" });
  expect(list.stdout).toMatch(/^STATE .*\nfree .*table\.conf.* 1 {2}- +native\/table\.conf\n$/);
  const json = JSON.parse((await cli(["ls", ...flags(), "-t", "table.conf", "--json"])).stdout);
  expect(json).toMatchObject({ total: 1, items: [{ id: "native/table.conf", epoch: 1 }] });
  expect((await cli(["ls", ...flags(), "-t", "nowhere"])).stdout).toBe("No lock matches.\n");
  const one = await cli(["show", ...flags(), "table.conf"]);
  expect(one).toMatchObject({ exitCode: 0, stderr: "" });
  expect(one.stdout).toContain("table.conf  [free]");
  expect(one.stdout).toContain("History");
  expect(JSON.parse((await cli(["show", ...flags(), "native/table.conf", "--json"])).stdout).epoch).toBe(1);
  const missing = await cli(["show", ...flags(), "nowhere.conf"]);
  expect(missing).toMatchObject({
    exitCode: 3,
    stdout: "",
    stderr: 'locksmith: no lock is called "nowhere.conf"\n',
  });
});

test("check answers with its exit code, also as JSON", async () => {
  await hold("checked.conf", ["true"]);
  const held = await hold("checked.conf", [
    process.execPath,
    join(import.meta.dirname, "main.ts"),
    "check",
    "checked.conf",
    "2",
    "--json",
  ]);
  expect(held.exitCode).toBe(0);
  expect(JSON.parse(held.stdout)).toMatchObject({ valid: true, epoch: 2 });
  const stale = await cli(["check", ...flags(), "checked.conf", "1", "--json"]);
  expect(stale.exitCode).toBe(5);
  expect(JSON.parse(stale.stdout)).toMatchObject({ valid: false });
  expect((await cli(["check", ...flags(), "checked.conf", "1"])).stderr).toMatch(/^locksmith: [^\n]+\n$/);
});

test("a hostile name goes through whole and comes out harmless", async () => {
  const held = await hold(odd, ["sh", "-c", 'printf %s "$LOCKSMITH_LOCK"']);
  expect(held).toMatchObject({ exitCode: 0, stdout: odd });
  for (const args of [["ls"], ["show", odd], ["ls", "--json"], ["show", odd, "--json"]]) {
    const [command = "", ...rest] = args;
    const { stdout, exitCode } = await cli([command, ...flags(), ...rest]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("<b>");
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  }
});

test("the server's own folder is enough on its own machine; out of reach is 69", async () => {
  expect((await cli(["ls"], { LOCKSMITH_DATA: server.dataDir })).exitCode).toBe(0);
  expect((await cli(["ls", "--data", server.dataDir])).exitCode).toBe(0);
  expect((await cli(["ls", "--server", server.url, "--data", "/nowhere"])).exitCode).toBe(77);
  const away = await cli(["ls", "--server", "http://127.0.0.1:1"]);
  expect(away.exitCode).toBe(69);
  expect(away.stderr).toMatch(/^locksmith: the server cannot be reached[^\n]*\n$/);
});
