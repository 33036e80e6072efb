import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type AgentProcess, startAgent } from "./agent-process.ts";
import type { ServerProcess } from "./server-process.ts";

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Hosts with one configuration each, whose telemetry hook prints what a file of theirs says. */
export class ConfigFleet {
  readonly #server: ServerProcess;
  readonly #folder: string;
  readonly name: string;
  readonly agents = new Map<string, AgentProcess>();

  constructor(server: ServerProcess, folder: string, name: string) {
    this.#server = server;
    this.#folder = folder;
    this.name = name;
  }

  file(node: string): string {
    return join(this.#folder, node, "lock.conf");
  }

  content(node: string): string {
    return readFileSync(this.file(node), "utf8");
  }

  applied(node: string): string {
    try {
      return readFileSync(join(this.#folder, node, "applied"), "utf8");
    } catch {
      return "";
    }
  }

  /** What the telemetry hook prints from now on; `shadow` for the shadow's variant. */
  measures(node: string, running: number | null, shadow: number | null = running): void {
    const line = (value: number | null) => (value === null ? "nothing to say\n" : `heart_rate=${value}\n`);
    writeFileSync(join(this.#folder, node, "running"), line(running));
    writeFileSync(join(this.#folder, node, "shadow"), line(shadow));
  }

  async start(node: string, group = "west"): Promise<AgentProcess> {
    const home = join(this.#folder, node);
    mkdirSync(home, { recursive: true });
    this.measures(node, 60);
    const apply = join(home, "apply.sh");
    writeFileSync(
      apply,
      '#!/bin/sh\necho "$LOCKSMITH_VARIANT $LOCKSMITH_VERSION" >> "$(dirname "$0")/applied"\n',
    );
    const telemetry = join(home, "telemetry.sh");
    writeFileSync(telemetry, '#!/bin/sh\ncat "$(dirname "$0")/$LOCKSMITH_VARIANT"\n');
    for (const script of [apply, telemetry]) chmodSync(script, 0o755);
    const hooks = { apply: { command: [apply] }, telemetry: { command: [telemetry] } };
    writeFileSync(
      join(home, "agent.json"),
      JSON.stringify({ configs: [{ name: this.name, path: this.file(node), hooks }] }),
    );
    return this.restart(node, group);
  }

  async restart(node: string, group = "west"): Promise<AgentProcess> {
    const home = join(this.#folder, node);
    const args = [
      "--group",
      group,
      "--config",
      join(home, "agent.json"),
      "--state",
      join(home, "state.json"),
    ];
    const agent = await startAgent(this.#server, { node, args });
    this.agents.set(node, agent);
    return agent;
  }

  /** All of them, with the same content; the version that they run is promoted. */
  async startAll(
    nodes: readonly string[],
    content: string,
    groupOf = (_node: string) => "west",
  ): Promise<void> {
    for (const node of nodes) {
      mkdirSync(join(this.#folder, node), { recursive: true });
      writeFileSync(this.file(node), content);
    }
    await Promise.all(nodes.map((node) => this.start(node, groupOf(node))));
    await until("the nodes' versions", async () => {
      const { body } = await this.call("GET", "");
      const list = (body["nodeList"] ?? []) as { running: { version: number | null } | null }[];
      return (list.length === nodes.length && list.every(({ running }) => running?.version != null)) || null;
    });
    const imported = await this.call("POST", "/import", {
      node: nodes[0],
      reason: "what runs before the canary",
    });
    if (imported.status !== 200) throw new Error(JSON.stringify(imported.body));
  }

  /** Puts a new version up; its number. */
  async upload(content: string): Promise<number> {
    const answer = await this.call("POST", "/versions", { content, reason: "a version to be tried out" });
    return (answer.body["version"] as { version: number }).version;
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.#send(method, `/api/v1/configs/${encodeURIComponent(this.name)}${path}`, body);
  }

  /** Plans a canary; the answer is that of POST /operations. */
  plan(spec: Record<string, unknown>): Promise<Answer> {
    const whole = { kind: "canary", config: this.name, percents: [50, 100], bakeMs: 800, ...spec };
    const body = { spec: whole, reason: "to see whether it is well" };
    return this.#send("POST", "/api/v1/operations", body);
  }

  /** Plans and confirms; the operation's id. */
  async begin(spec: Record<string, unknown>): Promise<string> {
    const planned = await this.plan(spec);
    const operation = planned.body["operation"] as { id: string; snapshot: string } | null | undefined;
    if (operation == null) throw new Error(JSON.stringify(planned.body));
    const confirmed = await this.operate(
      operation.id,
      "confirm",
      {},
      { "if-match": `"${operation.snapshot}"` },
    );
    if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
    return operation.id;
  }

  operate(
    id: string,
    verb: string,
    body: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.#send("POST", `/api/v1/operations/${id}/${verb}`, body, headers);
  }

  /** The operation once it is as wanted. */
  operation<T>(id: string, what: string, wanted: (operation: Operation) => T | null | false): Promise<T> {
    return until(what, async () => {
      const { body } = await this.#send("GET", `/api/v1/operations/${id}`);
      return wanted(body as unknown as Operation) || null;
    });
  }

  async #send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { url, adminToken } = this.#server;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async end(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.stop()));
  }
}

export interface Operation {
  state: string;
  sentence: string;
  memory?: Record<string, unknown>;
  nodes: {
    node: string;
    step: number;
    state: string;
    reason: string | null;
    health: { state: string }[];
  }[];
  result: { outcome: string; text: string } | null;
  allowed: Record<string, { allowed: boolean; reason: string | null }>;
}

const patienceMs = 30_000;
const lookEveryMs = 20;

async function until<T>(what: string, attempt: () => Promise<T | null>): Promise<T> {
  const giveUp = AbortSignal.timeout(patienceMs);
  for (;;) {
    const answer = await attempt();
    if (answer !== null) return answer;
    if (giveUp.aborted) throw new Error(`${what} did not come`);
    await delay(lookEveryMs);
  }
}
