import { dirname } from "node:path";
import { etcdRound, startEtcd } from "./etcd.ts";
import { Connection, ratesInTurns } from "./http-load.ts";
import type { BenchServer } from "./server.ts";
import { compare, type Row } from "./stats.ts";

const clientCounts = [1, 64] as const;

/** Durable fenced acquire + release through the API and of etcd, in turns, on the same disk, client and machine. */
export async function benchLeases(server: BenchServer, durationMs: number): Promise<Row[]> {
  const etcd = await startEtcd(dirname(server.dataDir));
  const rows: Row[] = [];
  for (const clients of clientCounts) {
    const ours = connections(clients, server.port, server.headers);
    const theirs = etcd === null ? [] : connections(clients, etcd.port);
    const loads = [await Promise.all(ours.map(leaseRound))];
    if (etcd !== null)
      loads.push(theirs.map((connection, i) => etcdRound(connection, `bench/${clients}/${i}`)));
    const [rate = Number.NaN, peer = null] = await ratesInTurns(loads, durationMs);
    for (const connection of [...ours, ...theirs]) connection.close();
    rows.push(
      compare({
        measure: `durable acquire + release, ${clients} client${clients === 1 ? "" : "s"}`,
        ours: rate,
        peer,
        peerName: "etcd",
        unit: "rounds/s",
        atLeast: clients === 1 ? 1 : 2,
        note:
          clients === 1 ? "no goal set for one client; shown against parity" : "etcd over its JSON gateway",
      }),
    );
  }
  await etcd?.stop();
  return rows;
}

function connections(clients: number, port: number, headers: Record<string, string> = {}): Connection[] {
  return Array.from({ length: clients }, () => new Connection(port, headers));
}

async function leaseRound(
  connection: Connection,
  i: number,
  all: Connection[],
): Promise<() => Promise<void>> {
  const name = `bench-${all.length}-${i}`;
  const { sessionId } = await connection.post<{ sessionId: string }>("/api/v1/sessions", {
    node: "bench",
    service: "locker",
    instanceId: `locker-of-${name}`,
    ttlMs: 600_000,
  });
  return async () => {
    const { epoch } = await connection.post<{ epoch: number }>(`/api/v1/leases/${name}/acquire`, {
      sessionId,
    });
    await connection.post(`/api/v1/leases/${name}/release`, { sessionId, epoch });
  };
}
