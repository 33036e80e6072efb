import type { AgentReport } from "#lib/contract/agent.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { sayHello } from "#lib/server/agents/hello.ts";
import { takeReport } from "#lib/server/agents/report.ts";
import { beatMany } from "#lib/server/sessions/beat-session.ts";
import type { SimNet } from "./sim-net.ts";
import type { SimHost } from "./sim-process.ts";
import type { SimServer } from "./sim-server.ts";

/** The agent of a host: it tells the truth about processes, as of when it looked, when it gets through. */
export class SimAgent {
  readonly #host: SimHost;
  readonly #net: SimNet;
  readonly #actor: Actor;
  #life = 0;
  #sessionId: string | null = null;
  #seq = 0;
  #counter = 0;
  #watched: { server: SimServer; processes: readonly ProcessIdentity[] } | null = null;

  constructor(host: SimHost, net: SimNet) {
    this.#host = host;
    this.#net = net;
    this.#actor = { kind: "agent", id: `agent-${host.node}`, name: host.node, node: host.node };
  }

  /** Its process was killed: the next round is a new agent's first. */
  restart(): void {
    this.#life += 1;
    this.#sessionId = null;
    this.#watched = null;
  }

  /** One look at the host, told to the server. */
  async round(nowMs: () => number): Promise<void> {
    if (this.#sessionId === null) await this.#hello();
    const sessionId = this.#sessionId;
    if (sessionId === null) return;
    const lookedMs = nowMs();
    const bootId = this.#host.bootId;
    const processes = (this.#watched?.processes ?? []).map((process) => ({
      process,
      status: this.#host.look(process),
      observedAgoMs: 0,
    }));
    this.#seq += 1;
    const seq = this.#seq;
    this.#counter += 1;
    const counter = this.#counter;
    const reply = await this.#net.send(async (server) => {
      this.#watch(server);
      beatMany(server.context, this.#actor, { beats: [{ sessionId, counter }] });
      const agoMs = nowMs() - lookedMs;
      const report: AgentReport = {
        ...emptyReport,
        sessionId,
        seq,
        scannedAgoMs: agoMs,
        processes: processes.map((seen) => ({ ...seen, observedAgoMs: agoMs })),
      };
      return takeReport(server.context, this.#host.node, report);
    });
    if (!reply.ok && reply.code === "session-gone") this.#sessionId = null;
    if (bootId !== this.#host.bootId) this.restart();
  }

  async #hello(): Promise<void> {
    const { node, bootId } = this.#host;
    const life = this.#life;
    const instanceId = `agent-${node}-${life}-${bootId}`;
    const process = { node, bootId, pidNs: "pid:[1]", pid: 50 + life, startTime: life + 1, instanceId };
    const reply = await this.#net.send((server) => {
      this.#watch(server);
      return sayHello(server.context, this.#actor, node, {
        instanceId,
        kind: "host",
        group: "default",
        labels: {},
        agentVersion: "simulated",
        bootId,
        kernel: "simulated",
        process,
        limitations: [],
      });
    });
    if (!reply.ok || life !== this.#life) return;
    this.#sessionId = reply.value.sessionId;
    this.#seq = -1;
  }

  #watch(server: SimServer): void {
    if (this.#watched?.server === server) return;
    const seat = { server, processes: [] as readonly ProcessIdentity[] };
    this.#watched = seat;
    server.context.agents.connect(this.#host.node, (command) => {
      if (command.kind === "watch") seat.processes = command.processes;
    });
  }
}

const emptyReport: Omit<AgentReport, "sessionId" | "seq"> = {
  full: true,
  part: 1,
  parts: 1,
  locks: [],
  goneKeys: [],
  scanned: true,
  scannedAgoMs: 0,
  scanMs: 1,
  processes: [],
  events: [],
  dropped: 0,
  limitations: [],
};
