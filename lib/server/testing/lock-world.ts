import type { AgentHello, AgentReport, KernelLock } from "#lib/contract/agent.ts";
import { type Answer, call, type Target } from "./api-call.ts";
import { bootId, kernelLock } from "./records.ts";

/** An agent as the protocol sees it, spoken by a test. */
export class SpokenAgent {
  readonly #server: Target;
  readonly node: string;
  sessionId = "";
  #seq = 0;

  constructor(server: Target, node: string) {
    this.#server = server;
    this.node = node;
  }

  async hello(change: Partial<AgentHello> = {}): Promise<Answer> {
    const instanceId = `instance-of-${this.node.replace(/[^a-z0-9-]/gi, "").slice(0, 20)}-1`;
    const answer = await call(this.#server, "POST", this.#path("hello"), {
      instanceId,
      agentVersion: "0.1.0",
      bootId,
      kernel: "Linux 6.18",
      process: { node: this.node, bootId, pidNs: "4026531836", pid: 10, startTime: 100, instanceId },
      ...change,
    });
    this.sessionId = String(answer.body["sessionId"]);
    this.#seq = 0;
    return answer;
  }

  /** Sends the next report; `seq` can be set to make a hole. */
  async report(change: Partial<AgentReport> = {}): Promise<Answer> {
    const seq = change.seq ?? this.#seq;
    this.#seq = seq + 1;
    const base = { sessionId: this.sessionId, full: false, locks: [], scanned: true };
    return call(this.#server, "POST", this.#path("report"), { ...base, ...change, seq });
  }

  beat(counter: number): Promise<Answer> {
    return call(this.#server, "POST", `/api/v1/sessions/${this.sessionId}/beat`, { counter });
  }

  #path(verb: string): string {
    return `/api/v1/agents/${encodeURIComponent(this.node)}/${verb}`;
  }
}

/** A kernel lock of its own key and resource, held by one process. */
export function lockOn(node: string, number: number, change: Partial<KernelLock> = {}): KernelLock {
  return {
    ...kernelLock(node, `flock/8:1:${number}/0-EOF`, [number]),
    resource: `file-${number}`,
    ...change,
  };
}

/** Opens a session, so that there is somebody to hold leases. */
export async function openSession(server: Target, service: string, node = "node-1"): Promise<string> {
  const instanceId = `instance-of-${service}`;
  const answer = await call(server, "POST", "/api/v1/sessions", { node, service, instanceId, ttlMs: 60_000 });
  return String(answer.body["sessionId"]);
}

export function acquire(server: Target, resource: string, sessionId: string): Promise<Answer> {
  return call(server, "POST", `/api/v1/leases/${encodeURIComponent(resource)}/acquire`, { sessionId });
}
