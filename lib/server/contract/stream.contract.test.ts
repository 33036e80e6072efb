import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LockRow } from "#lib/contract/rows.ts";
import type { StreamChange } from "#lib/contract/stream.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call, type Listening, listen } from "#lib/server/testing/api-call.ts";
import { acquire, lockOn, openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
});
afterAll(() => server.stop());

async function openStreams(): Promise<number> {
  const { body } = await call(server, "GET", "/metrics");
  return Number(/^locksmith_streams_open (\d+)$/m.exec(String(body["text"]))?.[1]);
}

async function streamsOpen(isEnough: (open: number) => boolean): Promise<void> {
  while (!isEnough(await openStreams()));
}

/** A client that keeps what it was told, and checks that no revision of a row comes twice. */
class Watcher {
  readonly rows = new Map<string, LockRow>();
  lastId = "";
  changes = 0;

  /** Reads until `enough`; then cuts the connection, as a bad network would. */
  async watch(stream: Listening, enough: () => boolean): Promise<string[]> {
    const kinds: string[] = [];
    for await (const { event, id, data } of stream.messages) {
      kinds.push(event);
      if (id !== null) this.lastId = id;
      if (event === "change") this.#apply(JSON.parse(data) as StreamChange);
      if (enough()) break;
    }
    stream.close();
    return kinds;
  }

  #apply(change: StreamChange): void {
    this.changes += 1;
    for (const row of change.locks ?? []) {
      const known = this.rows.get(row.id);
      expect(known === undefined || known.revision < row.revision, `${row.id} came twice`).toBe(true);
      this.rows.set(row.id, row);
    }
    for (const id of change.goneLocks ?? []) this.rows.delete(id);
  }
}

describe("the stream", () => {
  test("cut again and again under load, it resumes without a gap and without a duplicate", async () => {
    const session = await openSession(server, "writer");
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i += 1) {
        const resource = `resource-${i % 40}`;
        const { body } = await acquire(server, resource, session);
        if (i % 3 === 0) {
          const holder = { sessionId: session, epoch: body["epoch"] };
          await call(server, "POST", `/api/v1/leases/${resource}/release`, holder);
        }
      }
    })();
    const watcher = new Watcher();
    for (let cut = 1; cut <= 12; cut += 1) {
      const headers: Record<string, string> =
        watcher.lastId === "" ? {} : { "last-event-id": watcher.lastId };
      const until = watcher.changes + cut;
      const kinds = await watcher.watch(
        await listen(server, "/api/v1/stream?topics=locks", headers),
        () => watcher.changes >= until,
      );
      expect(kinds[0]).toBe("hello");
      expect(kinds).not.toContain("reset");
    }
    writing = false;
    await writer;
    const list = await call(server, "GET", "/api/v1/locks?source=native&limit=5000");
    const revision = list.body["revision"] as number;
    const last = await listen(server, "/api/v1/stream?topics=locks", { "last-event-id": watcher.lastId });
    await watcher.watch(last, () => Number(watcher.lastId) >= revision);
    const told = [...watcher.rows.values()].map((row) => [row.id, row.revision]).sort();
    const truth = (list.body["items"] as LockRow[]).map((row) => [row.id, row.revision]).sort();
    expect(told).toEqual(truth);
  });

  test("a revision from another life is answered with reset", async () => {
    const stream = await listen(server, "/api/v1/stream", { "last-event-id": "999999999" });
    const kinds: string[] = [];
    for await (const { event } of stream.messages) {
      kinds.push(event);
      if (event !== "hello") break;
    }
    stream.close();
    expect(kinds).toEqual(["hello", "reset"]);
  });

  test("ticks say that the silence is calm, with the revision", async () => {
    const stream = await listen(server, "/api/v1/stream?topics=nodes");
    for await (const { event, id, data } of stream.messages) {
      if (event !== "tick") continue;
      const tick = JSON.parse(data) as { serverAt: number; revision: number };
      expect(tick.revision).toBe(Number(id));
      expect(Math.abs(tick.serverAt - Date.now())).toBeLessThan(5_000);
      break;
    }
    stream.close();
  });

  test("it ends when the token behind it is revoked", async () => {
    const { body } = await call(server, "POST", "/api/v1/tokens", { name: "reader", scope: "viewer" });
    const reader = { url: server.url, adminToken: String(body["secret"]) };
    const stream = await listen(reader, "/api/v1/stream");
    await call(server, "DELETE", `/api/v1/tokens/${body["id"]}`);
    for await (const _ of stream.messages);
    await expect(listen(reader, "/api/v1/stream")).rejects.toThrow("401");
  });

  test("a client that does not read is cut off when its buffer is full", async () => {
    const { hostname, port } = new URL(server.url);
    const lazy = connect(Number(port), hostname).pause();
    lazy.write(
      `GET /api/v1/stream HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${server.adminToken}\r\n\r\n`,
    );
    const closed = new Promise((resolve) => lazy.once("close", resolve));
    lazy.on("error", () => undefined);
    await streamsOpen((open) => open > 0);
    const agent = new SpokenAgent(server, "node-big");
    await agent.hello();
    for (let round = 0; round < 40; round += 1) {
      const locks = Array.from({ length: 2_000 }, (_, i) => lockOn("node-big", round * 2_000 + i));
      await agent.report({ full: true, locks });
      if ((await openStreams()) === 0) break;
    }
    await streamsOpen((open) => open === 0);
    lazy.destroy();
    await closed;
  });

  test("wrong topics and ids are refused before it opens; HEAD opens nothing", async () => {
    expect((await call(server, "GET", "/api/v1/stream?topics=locks,nonsense")).status).toBe(422);
    expect((await call(server, "GET", "/api/v1/stream", undefined, { "last-event-id": "x" })).status).toBe(
      422,
    );
    expect((await call(server, "HEAD", "/api/v1/stream")).status).toBe(405);
  });
});
