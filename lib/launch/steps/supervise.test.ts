import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readyLine } from "./own-server.mjs";
import { supervise } from "./supervise.mjs";

// Stands in for the `locksmith` command: what is tested here is the order of starts and stops, with real processes.
const command = `
  import { appendFileSync, readFileSync } from "node:fs";
  const [role, behaviour] = process.argv.slice(2);
  const log = (event) => appendFileSync(process.env.EVENTS, role + " " + event + "\\n");
  process.on("SIGTERM", () => {
    if (behaviour === "deaf") return;
    log("stopped");
    process.exit(0);
  });
  log("started");
  setInterval(() => undefined, 1000);
  if (behaviour === "fails") process.exit(3);
  if (behaviour === "refuses") process.exit(2);
  console.log(role === "server" ? JSON.stringify({ ready: true, url: "http://127.0.0.1:1" }) : "agent is up");
  const agentIsUp = () => readFileSync(process.env.EVENTS, "utf8").includes("agent started");
  if (behaviour === "dies") setInterval(() => agentIsUp() && process.exit(7), 5);
`;

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "supervise-"));
  writeFileSync(join(dir, "main.mjs"), command);
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Runs until the server ends, or until a line holds `until`, when it is told to stop. */
async function run(server: string, agent: string | null, until: string) {
  const { promise: stopRequested, resolve: stop } = Promise.withResolvers<void>();
  const lines: string[] = [];
  const print = (line: string) => {
    lines.push(line);
    if (line.includes(until)) stop();
  };
  const code = await supervise({
    main: join(dir, "main.mjs"),
    env: { ...process.env, EVENTS: join(dir, "events") },
    serverArgs: ["server", server],
    agentArgs: agent === null ? null : () => ["agent", agent],
    print,
    onReady: ({ url }) => print(`ready at ${url}`),
    stopRequested,
  });
  return { code, lines, events: readFileSync(join(dir, "events"), "utf8").trimEnd().split("\n") };
}

test("the agent starts once the server is ready, and stops before it", async () => {
  const { code, lines, events } = await run("fine", "fine", "agent is up");
  expect(code).toBe(0);
  expect(lines).toEqual(["ready at http://127.0.0.1:1", "agent | agent is up"]);
  expect(events).toEqual(["server started", "agent started", "agent stopped", "server stopped"]);
});

test("without an agent only the server runs", async () => {
  const { code, events } = await run("fine", null, "ready at");
  expect(code).toBe(0);
  expect(events).toEqual(["server started", "server stopped"]);
});

test("a server that ends before it is ready ends the launcher with its code, and no agent ever starts", async () => {
  const { code, lines, events } = await run("fails", "fine", "never");
  expect(code).toBe(3);
  expect(lines.at(-1)).toContain("before it was ready (exit code 3)");
  expect(events).toEqual(["server started"]);
});

test("a server that dies later takes the agent along and makes the launcher fail", async () => {
  const { code, events } = await run("dies", "fine", "never");
  expect(code).toBe(7);
  expect(events).toEqual(["server started", "agent started", "agent stopped"]);
});

test("an agent that dies is started again while the server goes on", async () => {
  const { code, lines, events } = await run("fine", "fails", "starting it again in 2 s");
  expect(code).toBe(0);
  expect(lines).toContain("agent | ended (exit code 3); starting it again in 1 s");
  expect(events).toEqual(["server started", "agent started", "agent started", "server stopped"]);
});

test("an agent that refuses its flags is not started again", async () => {
  const { code, events } = await run("fine", "refuses", "will not be started again");
  expect(code).toBe(0);
  expect(events).toEqual(["server started", "agent started", "server stopped"]);
});

test("an agent that does not listen is killed, and the stop counts as clean for the server", async () => {
  const { code, events } = await run("fine", "deaf", "agent is up");
  expect(code).toBe(0);
  expect(events.at(-1)).toBe("server stopped");
});

test("only a whole ready line counts as ready", () => {
  expect(readyLine('{"ready":true,"url":"http://x","signInUrl":"http://x/once"}')).toMatchObject({
    url: "http://x",
  });
  expect(readyLine('{"ready":false,"url":"http://x"}')).toBeNull();
  expect(readyLine('{"ready":true')).toBeNull();
  expect(readyLine('{"level":30,"msg":"ready"}')).toBeNull();
});
