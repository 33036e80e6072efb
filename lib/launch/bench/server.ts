import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandMain } from "../steps/command-main.mjs";
import { readyLine } from "../steps/own-server.mjs";
import { startChild, stopChild } from "./child.ts";

/** A real production server on an empty data folder, for one benchmark. */
export interface BenchServer {
  url: string;
  port: number;
  dataDir: string;
  child: ChildProcess;
  /** For the API, with every right. */
  headers: Record<string, string>;
  /** The one-time link of the first admin. */
  signInUrl: string;
  stop(): Promise<void>;
}

/** Starts the server on a free port of loopback and waits until it says that it is ready. */
export function startBenchServer(): Promise<BenchServer> {
  return launch(mkdtempSync(join(tmpdir(), "locksmith-bench-data-")), 0);
}

/** Kills a server as a crash does, and starts it again on what it had stored, at the same address. */
export async function restartBenchServer({ child, dataDir, port }: BenchServer): Promise<BenchServer> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  return launch(dataDir, port);
}

async function launch(dataDir: string, port: number): Promise<BenchServer> {
  const args = [commandMain(), "server", "--port", String(port), "--data", dataDir];
  const env = { LOCKSMITH_READY_JSON: "1", NODE_ENV: "production" };
  const { child, line } = await startChild(args, env, (text) => readyLine(text) !== null);
  const { url, signInUrl } = JSON.parse(line) as { url: string; signInUrl: string };
  const token = readFileSync(join(dataDir, "admin-token"), "utf8").trim();
  return {
    url,
    port: Number(new URL(url).port),
    dataDir,
    child,
    headers: { authorization: `Bearer ${token}` },
    signInUrl,
    stop: async () => {
      await stopChild(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
