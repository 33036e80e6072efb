import type { Actor } from "#lib/domain/roles.ts";
import { sayHello } from "#lib/server/agents/hello.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import { SimServer } from "#lib/server/simulation/sim-server.ts";
import { bootId, kernelProcess } from "#lib/server/testing/records.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import { MemoryDisk } from "#lib/store/testing/memory-disk.ts";

export const drillId = "drl_1";
export const fleet: Actor = {
  kind: "agent",
  id: "drill:fleet",
  name: "drill:fleet",
  node: "",
  drill: drillId,
};
export const commander: Actor = {
  kind: "user",
  id: "drill:commander",
  name: "drill:commander",
  role: "approver",
  drill: drillId,
};
export const admin: Actor = { kind: "user", id: "usr_1", name: "Ada", role: "admin" };
export const aimLock = "drill:aim_lock_config.conf";

/** Lives of a server on one disk, with time that a test moves. */
export class DrillLives {
  readonly disk = new MemoryDisk();
  readonly time = new FakeTime();
  readonly troubles: string[] = [];
  #ids = 0;

  start(): Promise<SimServer> {
    return SimServer.start({
      disk: this.disk,
      time: this.time,
      newId: (prefix) => {
        this.#ids += 1;
        return `${prefix}_${this.#ids}`;
      },
      onCommit: () => {},
      onTrouble: (text) => this.troubles.push(text),
    });
  }

  /** What is on the disk of a drill, one line each. */
  left(): string[] {
    const documents = this.disk
      .everything()
      .map(({ kind, id, value }) => `${kind} ${id} ${JSON.stringify(value)}`);
    const events = this.disk.events.map((event) => `event ${JSON.stringify(event)}`);
    return [...documents, ...events].filter((line) => line.includes("drill:") || line.includes(drillId));
  }
}

export async function putDrill(
  { store, clock }: ServerContext,
  change: Partial<DrillRecord> = {},
): Promise<void> {
  await store.write((tx) => tx.put("drill", drillId, { ...drillRecord(clock.wallMs()), ...change }));
}

function drillRecord(startedAt: number): DrillRecord {
  return {
    id: drillId,
    state: "running",
    options: {
      nodes: 101,
      variation: "main",
      mode: "hand",
      pace: "fast",
      onCall: "played",
      deliverPages: false,
    },
    startedBy: "Ada",
    startedAt,
    runHere: false,
    tokens: { fleet: "1", commander: "2", onCall: "3" },
    acts: [],
    next: null,
    wanted: null,
    stopAsked: false,
    coach: [],
    parts: [],
    folder: null,
    incidentId: null,
    score: null,
    sentence: "It runs.",
  };
}

/** Nodes with a session each, and one lease with a holder and somebody who was refused. Returns the holder. */
export async function fill(
  context: ServerContext,
  actor: Actor,
  names: readonly string[],
  lock: string,
): Promise<string> {
  const group = names[0]?.startsWith("drill:") ? "drill:g" : "g";
  const service = names[0]?.startsWith("drill:") ? "drill:s" : "s";
  const sessions: string[] = [];
  for (const node of names) {
    const instanceId = `instance-of-${node.replace(/\W/g, "-")}`;
    const process = { ...kernelProcess(node, 10), instanceId };
    const hello = {
      instanceId,
      agentVersion: "1",
      bootId,
      kernel: "Linux",
      process,
      kind: "host",
      labels: {},
    };
    await sayHello(context, actor, node, { ...hello, group, limitations: [] });
    const { sessionId } = await openSession(context, actor, {
      node,
      service,
      instanceId: `${instanceId}-${service}`,
      ttlMs: 60_000,
      command: null,
      user: null,
      unit: null,
      processes: [],
      role: "worker",
      resources: [lock],
    });
    sessions.push(sessionId);
    context.beats.beat(sessionId, 1);
  }
  const ask = (sessionId: string) => ({ sessionId, ttlMs: 60_000, onLost: "keep" as const, lockDelayMs: 0 });
  for (const id of sessions) await context.leases.acquire(lock, ask(id), 0);
  return sessions[0] ?? "";
}
