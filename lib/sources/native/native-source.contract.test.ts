import { afterAll, beforeAll } from "vitest";
import type { LockList } from "#lib/contract/locks.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { sourceConformance, type TakenLock } from "#lib/sources/conformance.ts";
import { NativeSource, type ReadPage } from "./native-source.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

/** Small pages, so that there are several. */
const readPage: ReadPage = (cursor) =>
  call<LockList>(
    "GET",
    `locks?source=native&limit=2${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
  );

sourceConformance("native", async () => {
  const open = async () => {
    const session = {
      node: "node-7",
      service: "conformance",
      instanceId: crypto.randomUUID(),
      ttlMs: 600_000,
    };
    return (await call<{ sessionId: string }>("POST", "sessions", session)).sessionId;
  };
  const leases = (resource: string, verb: string) => `leases/${encodeURIComponent(resource)}/${verb}`;
  const opened: string[] = [];
  return {
    source: new NativeSource(readPage),
    take: async (resource): Promise<TakenLock> => {
      const sessionId = await open();
      opened.push(sessionId);
      const { epoch } = await call<{ epoch: number }>("POST", leases(resource, "acquire"), { sessionId });
      return {
        pid: null,
        release: async () => {
          await call("POST", leases(resource, "release"), { sessionId, epoch });
        },
      };
    },
    wait: async (resource) => {
      const sessionId = await open();
      opened.push(sessionId);
      const hangUp = new AbortController();
      const body = { sessionId, waitMs: 60_000 };
      const waiting = call("POST", leases(resource, "acquire"), body, hangUp.signal).catch(() => null);
      return async () => {
        hangUp.abort();
        await waiting;
      };
    },
    unreadable: () => new NativeSource(() => Promise.reject(new Error("the server does not answer"))),
    remove: async () => {
      for (const id of opened) await call("DELETE", `sessions/${id}`);
    },
  };
});
