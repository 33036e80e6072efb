import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Connection, roundsPerSecond } from "./http-load.ts";

/** A port that was free a moment ago, on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/**
 * Durable acquire + release per second of etcd (Debian's `etcd-server`) for each number of clients, through its
 * own JSON gateway: a transaction that puts the key if it does not exist, then one that deletes it if it is still ours.
 * Returns null when etcd is not installed.
 */
export async function etcdAcquireRelease(
  clientCounts: readonly number[],
  durationMs: number,
  dataParent: string,
): Promise<number[] | null> {
  const dataDir = mkdtempSync(join(dataParent, "locksmith-bench-etcd-"));
  const [clientPort, peerPort] = [await freePort(), await freePort()];
  const child = spawn(
    "etcd",
    [
      ["--data-dir", dataDir],
      ["--listen-client-urls", `http://127.0.0.1:${clientPort}`],
      ["--advertise-client-urls", `http://127.0.0.1:${clientPort}`],
      ["--listen-peer-urls", `http://127.0.0.1:${peerPort}`],
      ["--initial-advertise-peer-urls", `http://127.0.0.1:${peerPort}`],
      ["--initial-cluster", `default=http://127.0.0.1:${peerPort}`],
      ["--log-level", "error"],
    ].flat(),
    { stdio: "ignore" },
  );
  try {
    if (!(await answers(child, clientPort))) return null;
    const rates: number[] = [];
    for (const clients of clientCounts) rates.push(await measure(clientPort, clients, durationMs));
    return rates;
  } finally {
    await stopped(child);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(port: number, clients: number, durationMs: number): Promise<number> {
  const connections = Array.from({ length: clients }, () => new Connection(port));
  const rounds = connections.map((connection, i) => acquireRelease(connection, `bench/${clients}/${i}`));
  await roundsPerSecond(rounds, durationMs / 4);
  const rate = await roundsPerSecond(rounds, durationMs);
  for (const connection of connections) connection.close();
  return rate;
}

function acquireRelease(connection: Connection, name: string): () => Promise<void> {
  const key = Buffer.from(name).toString("base64");
  const value = Buffer.from("owner").toString("base64");
  const acquire = JSON.stringify({
    compare: [{ key, target: "CREATE", create_revision: "0", result: "EQUAL" }],
    success: [{ request_put: { key, value } }],
  });
  return async () => {
    const granted = await connection.post<{ succeeded?: boolean; header: { revision: string } }>(
      "/v3/kv/txn",
      acquire,
    );
    if (granted.succeeded !== true) throw new Error("etcd refused a free key");
    const released = await connection.post<{ succeeded?: boolean }>("/v3/kv/txn", {
      compare: [{ key, target: "MOD", mod_revision: granted.header.revision, result: "EQUAL" }],
      success: [{ request_delete_range: { key } }],
    });
    if (released.succeeded !== true) throw new Error("etcd did not release");
  };
}

/** Waits until etcd answers; false when it could not be started at all. */
async function answers(child: ChildProcess, port: number): Promise<boolean> {
  let dead = false;
  child.once("error", () => {
    dead = true;
  });
  child.once("exit", () => {
    dead = true;
  });
  const deadline = performance.now() + 20_000;
  while (!dead && performance.now() < deadline) {
    const ok = await fetch(`http://127.0.0.1:${port}/health`).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
