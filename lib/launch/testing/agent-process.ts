import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startChild } from "../steps/children.mjs";
import { cleanEnv } from "./clean-env.ts";
import { LineLog } from "./line-log.ts";

export interface AgentOptions {
  /** Name of the node that the agent speaks for. */
  node: string;
  /** Flags after `locksmith agent --server … --token-file … --node …`. */
  args?: readonly string[];
  env?: Record<string, string>;
}

interface Server {
  url: string;
  adminToken: string;
}

/** A real agent in a process of its own, with a token that may write its own node alone. */
export interface AgentProcess {
  node: string;
  pid: number;
  log: LineLog;
  /** Whether it had to be killed. May be called twice. */
  stop(): Promise<"stopped" | "killed">;
  kill9(): Promise<void>;
}

const stopGraceMs = 5_000;

const connectWithinMs = 20_000;
const pollMs = 50;

/**
 * Starts an agent against a server whose admin token is known; with it a token for the node is made. Resolves once the
 * server knows the node.
 */
export async function startAgent(server: Server, options: AgentOptions): Promise<AgentProcess> {
  const folder = await mkdtemp(join(tmpdir(), "locksmith-agent-"));
  const tokenFile = join(folder, "token");
  await writeFile(tokenFile, await agentToken(server, options.node), { mode: 0o600 });
  const log = new LineLog();
  const child = startChild(
    [
      "agent",
      "--server",
      server.url,
      "--token-file",
      tokenFile,
      "--node",
      options.node,
      ...(options.args ?? []),
    ],
    { env: cleanEnv(options.env ?? {}), onLine: log.add },
  );
  const problem = await Promise.race([child.ended.then(() => "ended"), untilKnown(server, options.node)]);
  if (problem !== null) {
    await child.kill9();
    throw new Error(`the agent of ${options.node} ${problem}:\n${log.text()}`);
  }
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  return {
    node: options.node,
    pid: child.pid,
    log,
    async stop() {
      const how = await child.stop(stopGraceMs);
      await removeFolder();
      return how;
    },
    async kill9() {
      await child.kill9();
      await removeFolder();
    },
  };
}

/** Null once the server has the node, else what went wrong. */
async function untilKnown(server: Server, node: string): Promise<string | null> {
  const giveUp = AbortSignal.timeout(connectWithinMs);
  while (!giveUp.aborted) {
    const answer = await fetch(`${server.url}/api/v1/nodes/${encodeURIComponent(node)}`, {
      headers: { authorization: `Bearer ${server.adminToken}` },
    });
    await answer.arrayBuffer();
    if (answer.ok) return null;
    await delay(pollMs);
  }
  return `did not connect within ${connectWithinMs} ms`;
}

async function agentToken(
  { url, adminToken }: { url: string; adminToken: string },
  node: string,
): Promise<string> {
  const response = await fetch(`${url}/api/v1/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name: `agent of ${node}`.slice(0, 60), scope: "agent", node }),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`no token for the agent of ${node}: ${response.status} ${body}`);
  return JSON.parse(body).secret;
}
