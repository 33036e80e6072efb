import { dirname } from "node:path";
import { etcdAcquireRelease } from "./etcd.ts";
import { Connection, roundsPerSecond } from "./http-load.ts";
import type { BenchServer } from "./server.ts";
import { compare, type Row } from "./stats.ts";

const clientCounts = [1, 64] as const;

/** Durable fenced acquire + release through the API against etcd on the same disk, client and machine. */
export async function benchLeases(server: BenchServer, durationMs: number): Promise<Row[]> {
  const ours: number[] = [];
  for (const clients of clientCounts) ours.push(await measure(server, clients, durationMs));
  const peers = await etcdAcquireRelease(clientCounts, durationMs, dirname(server.dataDir));
  return clientCounts.map((clients, i) =>
    compare({
      measure: `durable acquire + release, ${clients} client${clients === 1 ? "" : "s"}`,
      ours: ours[i] ?? Number.NaN,
      peer: peers?.[i] ?? null,
      peerName: "etcd",
      unit: "rounds/s",
      atLeast: clients === 1 ? 1 : 2,
      note: clients === 1 ? "no goal set for one client; shown against parity" : "etcd over its JSON gateway",
    }),
  );
}

async function measure(server: BenchServer, clients: number, durationMs: number): Promise<number> {
  const connections = Array.from({ length: clients }, () => new Connection(server.port, server.headers));
  const rounds = await Promise.all(
    connections.map(async (connection, i) => {
      const { sessionId } = await connection.post<{ sessionId: string }>("/api/v1/sessions", {
        node: "bench",
        service: "locker",
        instanceId: `bench-locker-${clients}-${i}`,
        ttlMs: 600_000,
      });
      const path = `/api/v1/leases/bench-${clients}-${i}`;
      return async () => {
        const { epoch } = await connection.post<{ epoch: number }>(`${path}/acquire`, { sessionId });
        await connection.post(`${path}/release`, { sessionId, epoch });
      };
    }),
  );
  await roundsPerSecond(rounds, durationMs / 4);
  const rate = await roundsPerSecond(rounds, durationMs);
  for (const connection of connections) connection.close();
  return rate;
}
