import { randomUUID } from "node:crypto";
import { type Api, createApi } from "#lib/client/http.ts";
import { readSse } from "#lib/client/sse.ts";
import { orderLoops } from "#lib/client/unit/order-loops.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import { Wake } from "#lib/client/waiting/wake.ts";
import type { AgentCommand, AgentHello, AgentReport } from "#lib/contract/agent.ts";
import type { OrdersAnswer } from "#lib/contract/orders.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { KernelLine } from "#lib/drill/stage.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { readHostView } from "#lib/sources/kernel/host-view.ts";
import { observeProcess } from "#lib/sources/kernel/observe.ts";
import { ownIdentity } from "#lib/sources/kernel/own-identity.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { EndPart } from "./told-end.ts";
import { type ToldStuckLock, toldLock } from "./told-lock.ts";

export interface ToldAgentOptions {
  /** Origin of the server, and the drill's fleet token. */
  server: string;
  token: string;
  node: string;
  /** The guarded file, and the name of its resource. */
  file: string;
  resource: string;
  /** Why it is simulated; shown with the node. */
  why: string;
  stuck: ToldStuckLock;
  signal: AbortSignal;
}

const againMs = 500;

/** The agent of node-7 where a real one would not see the stuck lock: the same protocol, and what it says is told. */
export class ToldAgent {
  readonly #options: ToldAgentOptions;
  readonly #proc = new ProcFs();
  readonly #view = readHostView(this.#proc, {
    uid: process.geteuid?.() ?? 0,
    groups: process.getgroups?.() ?? [],
  });
  readonly #self: ProcessIdentity;
  readonly #changed = new Wake();
  #watched: readonly ProcessIdentity[] = [];
  #events: AgentReport["events"] = [];

  constructor(options: ToldAgentOptions) {
    this.#options = options;
    const instanceId = randomUUID();
    this.#self = ownIdentity(this.#proc, this.#view, { node: options.node, instanceId });
    void this.#run();
  }

  /** There is something else to be told. */
  changed(): void {
    this.#changed.ring();
  }

  tell(lines: readonly KernelLine[]): void {
    this.#events.push(...lines.map((line) => ({ ...line, agoMs: 0 })));
    this.changed();
  }

  async #run(): Promise<void> {
    const { server, token, node, signal } = this.#options;
    const api = createApi({ baseUrl: server, token });
    const path = `/api/v1/agents/${encodeURIComponent(node)}`;
    while (!signal.aborted) {
      const over = new AbortController();
      const both = AbortSignal.any([signal, over.signal]);
      try {
        const session = await api.send<Session>("POST", `${path}/hello`, this.#hello(), { signal: both });
        const work = [
          beats(api, session, both),
          this.#reports(api, path, session, both),
          this.#commands(api, path, both),
          this.#orders(api, session, both),
        ];
        await Promise.race(work);
      } catch {
        // It says hello again below.
      }
      over.abort();
      await pause(againMs, signal);
    }
  }

  #hello(): AgentHello {
    const { why } = this.#options;
    return {
      instanceId: this.#self.instanceId,
      kind: "lock",
      group: "drill:lock-nodes",
      labels: {},
      agentVersion: "drill",
      bootId: this.#view.bootId,
      kernel: this.#view.kernel,
      process: this.#self,
      limitations: [
        { code: "simulated", text: `This agent, and the flock that it tells of, are simulated. ${why}` },
      ],
      allowClear: true,
    };
  }

  async #reports(api: Api, path: string, session: Session, signal: AbortSignal): Promise<void> {
    for (let seq = 0; !signal.aborted; seq += 1) {
      const events = this.#events;
      this.#events = [];
      try {
        await api.send("POST", `${path}/report`, this.#report(session.sessionId, seq, events), { signal });
      } catch (error) {
        this.#events = [...events, ...this.#events];
        throw error;
      }
      const tick = new AbortController();
      const either = AbortSignal.any([signal, tick.signal]);
      await Promise.race([this.#changed.wait(either), pause(session.scanEveryMs, either)]);
      tick.abort();
    }
  }

  #report(sessionId: string, seq: number, events: AgentReport["events"]): AgentReport {
    const { file, resource, stuck } = this.#options;
    const { taker, holder } = stuck;
    const agent = this.#self;
    const locks =
      taker === null || holder === null ? [] : [toldLock({ file, resource, agent, taker, holder })];
    const processes = this.#watched.map((process) => ({
      process,
      status: observeProcess(this.#proc, this.#view, process),
      observedAgoMs: 0,
    }));
    const whole = { full: true, part: 1, parts: 1, scanned: true, scannedAgoMs: 0, scanMs: 0 };
    const rest = { goneKeys: [], dropped: 0, limitations: this.#hello().limitations };
    return { sessionId, seq, ...whole, locks, processes, events, ...rest };
  }

  async #commands(api: Api, path: string, signal: AbortSignal): Promise<void> {
    const { body } = await api.open(`${path}/commands`, { signal });
    if (body === null) return;
    for await (const message of readSse(body)) {
      if (message.event !== "command") continue;
      const command = JSON.parse(message.data) as AgentCommand;
      if (command.kind === "watch") this.#watched = command.processes;
      this.changed();
    }
  }

  #orders(api: Api, { sessionId }: Session, signal: AbortSignal): Promise<void> {
    const wake = new Wake();
    const end = new EndPart({
      stuck: this.#options.stuck,
      file: this.#options.file,
      wake: () => wake.ring(),
    });
    const read = (body: unknown) => body as OrdersAnswer;
    const rest = { wake, monoMs: bootClockMs, read, onFailure: () => {}, signal };
    return orderLoops({ api, sessionId, parts: [end], ...rest });
  }
}

interface Session {
  sessionId: string;
  beatEveryMs: number;
  scanEveryMs: number;
}

async function beats(api: Api, { sessionId, beatEveryMs }: Session, signal: AbortSignal): Promise<void> {
  for (let counter = 1; !signal.aborted; counter += 1) {
    const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}/beat`;
    await api.send("POST", path, { counter }, { signal });
    await pause(beatEveryMs, signal);
  }
}
