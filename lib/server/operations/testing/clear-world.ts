import { randomUUID } from "node:crypto";
import type { AgentReport, KernelLock } from "#lib/contract/agent.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { OperationSpec } from "#lib/domain/operations/operation.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { sayHello } from "#lib/server/agents/hello.ts";
import { takeReport } from "#lib/server/agents/report.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { acquireLease } from "#lib/server/leases/acquire-lease.ts";
import { abortOperation } from "#lib/server/operations/abort-operation.ts";
import { acknowledgeOperation } from "#lib/server/operations/acknowledge-operation.ts";
import { askOperation } from "#lib/server/operations/ask-operation.ts";
import { confirmOperation } from "#lib/server/operations/confirm-operation.ts";
import { createOperation } from "#lib/server/operations/create-operation.ts";
import { beatMany } from "#lib/server/sessions/beat-session.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import { SimServer } from "#lib/server/simulation/sim-server.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { MemoryDisk } from "#lib/store/testing/memory-disk.ts";

export const ada = { kind: "user", id: "usr_ada", name: "Ada", role: "operator" } as const satisfies Actor;
export const ben: Actor = { kind: "user", id: "usr_ben", name: "Ben", role: "approver" };
export const eve: Actor = { kind: "user", id: "usr_eve", name: "Eve", role: "approver" };
export const resource = "aim_lock_config.conf";
export const reason = "The guardian died and its lock stayed behind.";

const node = "node-7";
const agent: Actor = { kind: "agent", id: "agent-7", name: node, node };
/** Who opens the sessions of the node. */
export const agentOfNode = agent;
const boot = { bootId: "11111111-2222-3333-4444-555555555555", pidNs: "1" };
const process: ProcessIdentity = { node, ...boot, pid: 1968, startTime: 777, instanceId: "" };

/** A guardian that died and left its lease behind, an agent that says so, and two people; time stands in the test's hand. */
export class ClearWorld {
  readonly time = new FakeTime();
  readonly disk = new MemoryDisk();
  readonly trouble: string[] = [];
  /** What the agent sees held on its host. */
  locks: KernelLock[] = [];
  server: SimServer | null = null;
  epoch = 0;
  #agentSession: string | null = null;
  #seq = 0;
  #lives = 0;

  static async open(): Promise<ClearWorld> {
    const world = new ClearWorld();
    await world.start();
    await world.#bury();
    return world;
  }

  /** The session of the agent as it is now; orders go to it. */
  get agentSession(): string {
    return this.#agentSession ?? "";
  }

  get context(): ServerContext {
    if (this.server === null) throw new Error("not started");
    return this.server.context;
  }

  /** A new life of the server on the same disk. */
  async start(): Promise<void> {
    this.#agentSession = null;
    this.#lives += 1;
    this.server = await SimServer.start({
      disk: this.disk,
      time: this.time,
      newId: (prefix) => `${prefix}_${randomUUID()}`,
      onCommit: () => {},
      onTrouble: (text) => this.trouble.push(text),
    });
  }

  /** Lets time pass in steps of half a second; the agent looks at its host with every one. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 500) {
      await this.time.advance(Math.min(left, 500), settle);
      if (this.server?.isDead === false) await answered(this.#look());
    }
  }

  /** The operation as it is on disk; null when it was never stored. */
  async operation(id: string): Promise<OperationRecord | null> {
    return (await this.context.store.get("operation", id))?.value ?? null;
  }

  async lease() {
    return (await this.context.store.get("lease", resource))?.value ?? null;
  }

  async events(kind: string) {
    const events = await this.context.store.events({ resource, limit: 1_000 });
    return events.filter((event) => event.kind === kind);
  }

  /** Ada plans a clear; asked again, the same operation. */
  async plan(key = "plan"): Promise<{ id: string; snapshot: string }> {
    const own = { source: "native", key: resource, successor: null, killAfterMs: null } as const;
    return this.planOf({ kind: "clear", ...own }, ada, key);
  }

  async planOf(spec: OperationSpec, actor: Actor, key: string | null = null) {
    const planned = await createOperation(this.context, actor, { spec, reason, dryRun: false }, key);
    if (planned.operation === null) throw new Error("not planned");
    return { id: planned.operation.id, snapshot: planned.operation.snapshot };
  }

  confirm({ id, snapshot }: { id: string; snapshot: string }, actor: Actor = ada) {
    const body = { reason, typedName: resource, readNotVerified: true };
    return confirmOperation(this.context, { actor, id, key: null, reviewed: snapshot }, body);
  }

  acknowledge({ id, snapshot }: { id: string; snapshot: string }, actor: Actor = ben) {
    const body = { note: "", readNotVerified: true };
    return acknowledgeOperation(this.context, { actor, id, key: null, reviewed: snapshot }, body);
  }

  abort(id: string, actor: Actor = ben) {
    return abortOperation(this.context, { actor, id, key: null, reviewed: null }, reason);
  }

  ask({ id }: { id: string }) {
    return askOperation(this.context, { actor: ada, id, key: null, reviewed: null });
  }

  /** Somebody who takes the resource in its own course, and cannot be paused. */
  async employ(role: "orchestrator" | "watchdog"): Promise<string> {
    const session = { node, service: role, instanceId: `${role}-instance`, ttlMs: 3_600_000, processes: [] };
    const body = { ...session, command: null, user: null, unit: null, role, resources: [resource] };
    return (await openSession(this.context, agent, body)).sessionId;
  }

  async #bury(): Promise<void> {
    const session = {
      node,
      service: "guardian",
      instanceId: "guardian-1",
      ttlMs: 5_000,
      processes: [process],
    };
    const body = {
      ...session,
      command: null,
      user: null,
      unit: null,
      role: "guardian",
      resources: [],
    } as const;
    const opened = await openSession(this.context, agent, { ...body, processes: [process], resources: [] });
    const sessionId = opened.sessionId;
    const ask = { sessionId, ttlMs: 5_000, onLost: "keep", lockDelayMs: 1_000, waitMs: 0 } as const;
    const waiting = { signal: () => new AbortController().signal, mayStill: async () => true };
    this.epoch = (await acquireLease(this.context, agent, resource, ask, waiting)).epoch;
    await this.pass(20_000);
  }

  async #look(): Promise<void> {
    if (this.#agentSession === null) {
      const own = {
        node,
        ...boot,
        pid: 50,
        startTime: this.#lives,
        instanceId: `agent-instance-${this.#lives}`,
      };
      const hello = await sayHello(this.context, agent, node, {
        instanceId: own.instanceId,
        kind: "host",
        group: "default",
        labels: {},
        agentVersion: "test",
        bootId: boot.bootId,
        kernel: "test",
        process: own,
        limitations: [],
        allowClear: true,
      });
      this.#agentSession = hello.sessionId;
      this.#seq = 0;
    }
    const sessionId = this.#agentSession;
    const gone = { process, status: "gone", observedAgoMs: 0 } as const;
    const seq = this.#seq;
    this.#seq += 1;
    beatMany(this.context, agent, { beats: [{ sessionId, counter: seq }] });
    await takeReport(this.context, node, {
      ...emptyReport,
      sessionId,
      seq,
      locks: this.locks,
      processes: [gone],
    });
  }
}

/** A call to a server that died in it is never answered; the test goes on after some turns. */
export async function answered<T>(call: Promise<T>): Promise<T | "never"> {
  const late = (async () => {
    for (let turn = 0; turn < 400; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return "never" as const;
  })();
  return Promise.race([call, late]);
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
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
