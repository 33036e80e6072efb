import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { stopChild } from "./child.ts";
import type { Connection } from "./http-load.ts";

/** A port that was free a moment ago, on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export interface Etcd {
  port: number;
  stop(): Promise<void>;
}

/** Starts Debian's `etcd-server` on an empty data folder; null when it is not installed. */
export async function startEtcd(dataParent: string): Promise<Etcd | null> {
  const dataDir = mkdtempSync(join(dataParent, "locksmith-bench-etcd-"));
  const [port, peerPort] = [await freePort(), await freePort()];
  const child = spawn(
    "etcd",
    [
      ["--data-dir", dataDir],
      ["--listen-client-urls", `http://127.0.0.1:${port}`],
      ["--advertise-client-urls", `http://127.0.0.1:${port}`],
      ["--listen-peer-urls", `http://127.0.0.1:${peerPort}`],
      ["--initial-advertise-peer-urls", `http://127.0.0.1:${peerPort}`],
      ["--initial-cluster", `default=http://127.0.0.1:${peerPort}`],
      ["--log-level", "error"],
    ].flat(),
    { stdio: "ignore" },
  );
  const stop = async () => {
    await stopped(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  if (await answers(child, port)) return { port, stop };
  await stop();
  return null;
}

/**
 * One durable acquire and release of etcd through its own JSON gateway: a transaction that puts the key if it does not
 * exist, then one that deletes it if it is still ours.
 */
export function etcdRound(connection: Connection, name: string): () => Promise<void> {
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
    const ok = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(5_000) }).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function stopped(child: ChildProcess): Promise<void> {
  return child.pid === undefined ? Promise.resolve() : stopChild(child);
}
