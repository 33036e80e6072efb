import { call, type Target } from "#lib/server/testing/api-call.ts";
import { SpokenAgent } from "#lib/server/testing/lock-world.ts";
import { bootId } from "#lib/server/testing/records.ts";

/** A lease whose owner's process an agent saw dying: proven gone, and kept for a person. */
export interface OrphanLease {
  resource: string;
  sessionId: string;
  epoch: number;
  agent: SpokenAgent;
  /** The agent looks again, and sees the process dead. */
  look(): Promise<void>;
}

/** `ttlMs`: how long its token stays good; nobody is asked to wait for that. */
export async function orphanLease(
  server: Target,
  resource: string,
  change: { node?: string; ttlMs?: number; onLost?: "release" | "keep" } = {},
): Promise<OrphanLease> {
  const { node = "node-7", ttlMs = 60_000, onLost = "keep" } = change;
  const agent = new SpokenAgent(server, node);
  await agent.hello();
  const process = { node, bootId, pidNs: "4026531836", pid: 1968, startTime: 777, instanceId: "" };
  const opened = await call(server, "POST", "/api/v1/sessions", {
    node,
    service: "guardian",
    instanceId: `guardian-of-${resource}`,
    ttlMs,
    processes: [process],
  });
  const sessionId = String(opened.body["sessionId"]);
  const path = `/api/v1/leases/${encodeURIComponent(resource)}/acquire`;
  const got = await call(server, "POST", path, { sessionId, onLost });
  if (got.status !== 200) throw new Error(`not acquired: ${JSON.stringify(got.body)}`);
  const look = async () => {
    const gone = { process, status: "gone", observedAgoMs: 0 };
    await agent.report({ full: true, processes: [gone] } as never);
  };
  await look();
  const end = performance.now() + 40_000;
  for (;;) {
    const lock = await call(server, "GET", `/api/v1/locks/native/${encodeURIComponent(resource)}`);
    if (lock.body["verdict"] === "orphan") break;
    if (performance.now() > end) throw new Error(`no orphan: ${JSON.stringify(lock.body["sentence"])}`);
    await look();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { resource, sessionId, epoch: Number(got.body["epoch"]), agent, look };
}
