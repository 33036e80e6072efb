import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cleanEnv } from "./testing/clean-env.ts";
import { LineLog } from "./testing/line-log.ts";

let dir = "";
const started: ChildProcess[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "start-"));
});
afterEach(async () => {
  for (const launcher of started.splice(0)) launcher.kill("SIGKILL");
  await expect.poll(running, { timeout: 15_000 }).toEqual([]);
  rmSync(dir, { recursive: true });
});

/** What runs on this test's data folder, as `ps` would tell: "server", "agent". */
function running(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [, , , main = "", role = ""] = commandOf(pid);
      return /\/main\.m?[jt]s$/.test(main) && commandOf(pid).join(" ").includes(dir) ? [role] : [];
    })
    .sort();
}

/** Empty for a process that ended meanwhile. */
function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

function pidOf(role: string): number {
  const pid = readdirSync("/proc").find((name) => {
    const command = commandOf(name);
    return command[4] === role && command.join(" ").includes(dir);
  });
  return Number(pid);
}

/** Runs `npm start`'s script over the built clone until it has said everything. */
async function start(...args: string[]) {
  const launcher = spawn(
    process.execPath,
    [join(import.meta.dirname, "start.mjs"), "--port", "0", "--data", dir, ...args],
    { env: cleanEnv({}), stdio: ["ignore", "pipe", "pipe"] },
  );
  started.push(launcher);
  const log = new LineLog();
  for (const input of [launcher.stdout, launcher.stderr]) createInterface({ input }).on("line", log.add);
  const ended = once(launcher, "exit").then(([code]): number | null => code);
  const stops = log.find((line) => line.includes("Ctrl-C stops"));
  await Promise.race([stops, ended.then(() => Promise.reject(new Error(log.text())))]);
  const address = /Locksmith\s+(http:\S+)/.exec(log.text())?.[1] ?? "";
  return { launcher, log, ended, address };
}

test("one command brings up the server and an agent for this host, and Ctrl-C stops both", async () => {
  const { launcher, log, ended, address } = await start();
  expect(log.text()).toMatch(/sign in once\s+http:\S+token=\S+/);
  const page = await fetch(`${address}/sign-in`);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toContain("text/html");

  const token = readFileSync(join(dir, "admin-token"), "utf8").trim();
  const nodes = async () => {
    const answer = await fetch(`${address}/api/v1/nodes`, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()).total;
  };
  await expect.poll(nodes, { timeout: 20_000 }).toBe(1);
  expect(running()).toEqual(["agent", "server"]);

  launcher.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(running()).toEqual([]);
});

test("--no-agent starts the server alone", async () => {
  const { launcher, log, ended } = await start("--no-agent");
  expect(log.text()).toContain("none (--no-agent)");
  expect(running()).toEqual(["server"]);
  launcher.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("a server that is killed takes the agent along, and the launcher fails", async () => {
  const { log, ended } = await start();
  await expect.poll(running, { timeout: 10_000 }).toEqual(["agent", "server"]);
  process.kill(pidOf("server"), "SIGKILL");
  expect(await ended).toBe(1);
  expect(log.text()).toContain("the server ended by itself (SIGKILL)");
  expect(running()).toEqual([]);
});

test("when the launcher is killed without a word, server and agent end too", async () => {
  const { launcher } = await start();
  await expect.poll(running, { timeout: 10_000 }).toEqual(["agent", "server"]);
  launcher.kill("SIGKILL");
  await expect.poll(running, { timeout: 15_000 }).toEqual([]);
});
