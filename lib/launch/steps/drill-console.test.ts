import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startChild } from "./children.mjs";
import { answerDrill } from "./drill-console.mjs";
import type { OwnServer } from "./own-server.mjs";
import { supervise } from "./supervise.mjs";

// Stands in for the `locksmith` command, with real processes and their real channel: a server that says which port it was
// given, an agent, and a drill that asks for what it is told to, one thing after the other.
const command = `
  import { appendFileSync } from "node:fs";
  const [role, ...rest] = process.argv.slice(2);
  const log = (event) => appendFileSync(process.env.EVENTS, (role + " " + event).trim() + "\\n");
  setInterval(() => undefined, 1000);
  if (role === "drill") {
    for (const said of rest) {
      process.send(JSON.parse(said));
      const [answer] = await new Promise((hear) => process.once("message", (...all) => hear(all)));
      log(answer.console + " " + answer.error);
    }
    process.exit(0);
  }
  const port = rest.at(-1) === "0" ? "4999" : rest.at(-1);
  process.on("SIGTERM", () => {
    log("stopped");
    process.exit(0);
  });
  process.on("SIGHUP", () => process.exit(7));
  log("started " + rest.join(" "));
  if (role === "server") console.log(JSON.stringify({ ready: true, pid: process.pid, url: "http://127.0.0.1:" + port }));
`;
const kill = '{"console":"kill"}';
const start = '{"console":"start"}';

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "drill-console-"));
  writeFileSync(join(dir, "main.mjs"), command);
});
afterEach(() => rmSync(dir, { recursive: true }));

const events = () => readFileSync(join(dir, "events"), "utf8").trimEnd().split("\n");
const env = () => ({ ...process.env, EVENTS: join(dir, "events") });

type Act = (server: OwnServer, pid: number) => Promise<unknown>;

/** Runs a server, and what is done with it once it is ready; then it is told to stop, but where it ends by itself. */
async function run(act: Act, { agent = false, crashes = false } = {}) {
  const { promise: stopRequested, resolve: stop } = Promise.withResolvers<void>();
  let acting: Promise<unknown> = Promise.resolve();
  const code = await supervise({
    main: join(dir, "main.mjs"),
    env: env(),
    serverArgs: ["server", "--port", "0"],
    agentArgs: agent ? () => ["agent"] : null,
    print: () => undefined,
    onReady(ready, server) {
      acting = act(server, pidOf(ready));
      if (!crashes) void acting.finally(stop).catch(() => undefined);
    },
    stopRequested,
  });
  await acting;
  return { code, events: events() };
}

const pidOf = (ready: object) => (ready as { pid: number }).pid;

/** A drill that is the launcher's own child; resolves when it has ended. */
function drill(server: OwnServer, ...says: string[]): Promise<unknown> {
  const said: string[] = [];
  const onMessage = answerDrill(server, (text) => said.push(text));
  return startChild(["drill", ...says], {
    main: join(dir, "main.mjs"),
    env: env(),
    onLine: () => undefined,
    onMessage,
  }).ended;
}

test("its own drill has the server killed and started again, on the port that it had; the agent goes on", async () => {
  const agentIsUp = () => expect.poll(events).toContain("agent started");
  const { code, events: all } = await run(
    async (server, pid) => {
      await agentIsUp();
      await drill(server, kill);
      expect(() => process.kill(pid, 0)).toThrow("ESRCH");
      await drill(server, start);
    },
    { agent: true },
  );
  expect(code).toBe(0);
  expect(all).toEqual([
    "server started --port 0",
    "agent started",
    "drill kill null",
    "server started --port 0 --port 4999",
    "drill start null",
    "agent stopped",
    "server stopped",
  ]);
});

test("a server that was started again is supervised on: its crash is one", async () => {
  const { code } = await run(
    async (server) => {
      await server.kill();
      process.kill(pidOf(await server.start()), "SIGHUP");
    },
    { crashes: true },
  );
  expect(code).toBe(7);
});

test("an end that nobody asked for is a crash, also when the drill asks for one right after", async () => {
  const { code, events: all } = await run(
    async (server, pid) => {
      process.kill(pid, "SIGHUP");
      await drill(server, kill);
    },
    { crashes: true },
  );
  expect(code).toBe(7);
  expect(all).toContain("drill kill the server ended by itself");
});

test("told to stop while it is killed, the server comes back for what the drill removes, and is killed no more", async () => {
  const { code, events: all } = await run(async (server) => {
    await server.kill();
    await server.keep();
    await drill(server, kill);
  });
  expect(code).toBe(0);
  expect(all.slice(1)).toEqual([
    "server started --port 0 --port 4999",
    "drill kill the launcher is about to end",
    "server stopped",
  ]);
});

test("what is asked twice, or is no question of the console, does nothing more", async () => {
  const { code, events: all } = await run(async (server) => {
    await Promise.all([server.kill(), server.start(), server.start()]);
    await drill(server, start);
    const answers: object[] = [];
    await answerDrill(server, () => undefined)({ console: "stop" }, (answer) => answers.push(answer));
    expect(answers).toEqual([]);
  });
  expect(code).toBe(0);
  expect(all).toEqual([
    "server started --port 0",
    "server started --port 0 --port 4999",
    "drill start null",
    "server stopped",
  ]);
});
