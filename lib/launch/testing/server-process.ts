import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "../steps/children.mjs";
import { readyLine } from "../steps/own-server.mjs";
import { type AgentOptions, type AgentProcess, startAgent } from "./agent-process.ts";
import { cleanEnv } from "./clean-env.ts";
import { LineLog } from "./line-log.ts";

export interface ServerOptions {
  /** Kept after the end, for a test that starts again on it; without it a temporary folder is made and removed. */
  dataDir?: string;
  /** Added to the environment. */
  env?: Record<string, string>;
  /** false: the API alone, which is ready sooner and needs no build. */
  pages?: boolean;
  /** Flags after `locksmith server --host 127.0.0.1 --port 0 --data …`; a later flag wins. */
  args?: readonly string[];
}

/** The real server in a process of its own. */
export interface ServerProcess {
  /** Address without a slash at the end. */
  url: string;
  dataDir: string;
  pid: number;
  /** The one-time link; null where an admin exists and the server printed none. */
  signInUrl: string | null;
  adminToken: string;
  agentToken: string;
  /** What it printed, for a failure to show. */
  log: LineLog;
  /** Starts a real agent for a node; it ends with the server. */
  startAgent(options: AgentOptions): Promise<AgentProcess>;
  /** Ends every agent that was started, for the next test to find a quiet host. */
  stopAgents(): Promise<void>;
  /** As SIGTERM does it; the exit code. */
  stop(): Promise<number | null>;
  /** As a crash does it. */
  kill9(): Promise<void>;
}

const stopGraceMs = 10_000;

/**
 * Starts the production server on a free port and waits until it says that it is ready. It dies with the test's process,
 * however that ends. With pages, these must have been built.
 */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "locksmith-")));
  const log = new LineLog();
  const child = startChild(
    ["server", "--host", "127.0.0.1", "--port", "0", "--data", dataDir, ...(options.args ?? [])],
    {
      env: cleanEnv({
        NODE_ENV: "production",
        LOCKSMITH_READY_JSON: "1",
        LOCKSMITH_PAGES: options.pages === false ? "off" : "on",
        ...options.env,
      }),
      onLine: log.add,
    },
  );
  const line = await Promise.race([
    log.find((text) => readyLine(text) !== null),
    child.ended.then(() => null),
  ]);
  const ready = line === null ? null : readyLine(line);
  if (!ready) throw new Error(`the server ended before it was ready:\n${log.text()}`);
  const agents: AgentProcess[] = [];
  const stopAgents = async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.stop()));
  };
  const cleanUp = async () => {
    await stopAgents();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const secret = async (name: string) => (await readFile(join(dataDir, name), "utf8")).trim();
  const adminToken = await secret("admin-token");
  const url = ready.url.replace(/\/$/, "");
  return {
    url,
    dataDir,
    pid: child.pid,
    signInUrl: ready.signInUrl ?? null,
    adminToken,
    agentToken: await secret("agent-token"),
    log,
    async startAgent(agentOptions) {
      const agent = await startAgent({ url, adminToken }, agentOptions);
      agents.push(agent);
      return agent;
    },
    stopAgents,
    async stop() {
      await stopAgents();
      return stopped(child, cleanUp);
    },
    async kill9() {
      await child.kill9();
      await cleanUp();
    },
  };
}

async function stopped(child: Child, cleanUp: () => Promise<void>): Promise<number | null> {
  const how = await child.stop(stopGraceMs);
  await cleanUp();
  if (how === "killed") throw new Error(`the server did not stop within ${stopGraceMs} ms`);
  return (await child.ended).code;
}
