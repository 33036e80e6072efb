import { randomUUID } from "node:crypto";
import type { KernelLock } from "#lib/contract/agent.ts";
import { limits } from "#lib/domain/limits.ts";
import { Connection } from "./http-load.ts";
import type { BenchServer } from "./server.ts";

const beatEveryMs = 2_000;
const bootId = "00000000-0000-4000-8000-00000000be4c";

function processOf(node: string, pid: number, command: string) {
  const startedAt = Date.now() - 60_000;
  const identity = { node, bootId, pidNs: "4026531836", pid, startTime: pid * 10, instanceId: "" };
  return { ...identity, ppid: 1, command, user: "root", unit: null, startedAt };
}

/** A flock in good order, with this many processes that wait for it. */
export function benchLock(node: string, number: number, waiting: number): KernelLock {
  const process = processOf(node, 10_000 + (number % 20_000), `writer-${number % 97}`);
  const resource = `plan-${String(number).padStart(6, "0")}.conf`;
  return {
    key: `flock/08:01:${100_000 + number}/0-EOF`,
    type: "flock",
    mode: "exclusive",
    resource,
    path: `/srv/locks/group-${number % 50}/${resource}`,
    pathUnknownReason: null,
    holders: [
      {
        process,
        mode: "exclusive",
        fd: 3,
        relation: "is-taker",
        reparented: false,
        recordedPid: process.pid,
        parent: "init",
        detached: null,
        sameProgram: true,
      },
    ],
    takers: [{ recordedPid: process.pid, status: "holds", process, seenStartTime: process.startTime }],
    waiters: Array.from({ length: waiting }, (_, i) => ({ pid: 40_000 + i, process: null })),
    unreadable: 0,
    searched: "threads",
    misses: 0,
    scope: "host",
    observedAgoMs: 0,
    firstSeenAgoMs: 60_000 + number,
  };
}

/** A node whose agent reports what it is told to; to the server it is a real one. It beats until it is stopped. */
export class BenchAgent {
  readonly #lane: Connection;
  readonly #path: string;
  readonly #sessionId: string;
  readonly #timer: ReturnType<typeof setInterval>;
  #seq = 0;
  #counter = 0;

  private constructor(lane: Connection, path: string, sessionId: string) {
    this.#lane = lane;
    this.#path = path;
    this.#sessionId = sessionId;
    // One connection carries one request after another, so reports arrive in their order.
    this.#timer = setInterval(() => this.#beat().catch(() => this.stop()), beatEveryMs);
  }

  /** Introduces a node with its first whole report. */
  static async start(server: BenchServer, node: string, locks: readonly KernelLock[]): Promise<BenchAgent> {
    const lane = new Connection(server.port, server.headers);
    const path = `/api/v1/agents/${encodeURIComponent(node)}`;
    const hello = {
      instanceId: randomUUID(),
      agentVersion: "bench",
      bootId,
      kernel: "6.18",
      process: processOf(node, 999, "agent"),
    };
    const { sessionId } = await lane.post<{ sessionId: string }>(`${path}/hello`, hello);
    const agent = new BenchAgent(lane, path, sessionId);
    const most = limits.agentReportLocksMax;
    const parts = Math.max(1, Math.ceil(locks.length / most));
    for (let part = 1; part <= parts; part += 1) {
      const some = locks.slice((part - 1) * most, part * most);
      await agent.#send({ full: true, part, parts, locks: some, scanned: part === parts });
    }
    return agent;
  }

  /** Reports locks that changed, and keys of those that are gone: one commit. */
  async report(locks: readonly KernelLock[], goneKeys: readonly string[] = []): Promise<void> {
    await this.#send({ locks, goneKeys });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#lane.close();
  }

  async #beat(): Promise<void> {
    this.#counter += 1;
    await this.#lane.post(`/api/v1/sessions/${this.#sessionId}/beat`, { counter: this.#counter });
    await this.#send({});
  }

  #send(body: object): Promise<unknown> {
    this.#seq += 1;
    const base = { sessionId: this.#sessionId, seq: this.#seq, full: false, locks: [], scanned: true };
    return this.#lane.post(`${this.#path}/report`, { ...base, ...body });
  }
}
