import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call, listen } from "#lib/server/testing/api-call.ts";
import { acquire, openSession } from "#lib/server/testing/lock-world.ts";

const env = { LOCKSMITH_PAGES: "off" };
const started: ServerProcess[] = [];
const folders: string[] = [];

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<ServerProcess> {
  const server = await startServer({ env, ...options });
  started.push(server);
  return server;
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "locksmith-stop-"));
  folders.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop().catch(() => undefined)));
  await Promise.all(folders.splice(0).map((path) => rm(path, { recursive: true, force: true })));
});

describe("a start that cannot work ends with one clear line", () => {
  test("a taken port", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const failed = startServer({ env, args: ["--port", String(port)] });
    await expect(failed).rejects.toThrow(new RegExp(`port ${port} on 127.0.0.1 is taken; choose another`));
    taken.close();
  });

  test("a data folder that is a file", async () => {
    const path = join(await folder(), "file");
    await writeFile(path, "");
    await expect(startServer({ env, dataDir: path })).rejects.toThrow(/locksmith: [^\n]*file/);
  });

  test("a data folder that another server uses", async () => {
    const dataDir = await folder();
    const first = await start({ dataDir });
    await expect(startServer({ env, dataDir })).rejects.toThrow(/locksmith: /);
    expect((await call(first, "GET", "/healthz")).status).toBe(200);
  });
});

describe("a stop", () => {
  test("ends streams and waits, exits with 0, and loses nothing that was acknowledged", async () => {
    const dataDir = await folder();
    const first = await start({ dataDir });
    const holder = await openSession(first, "holder");
    const waiter = await openSession(first, "waiter");
    const granted = await acquire(first, "x.conf", holder);
    const stream = await listen(first, "/api/v1/stream");
    await stream.messages.next();
    const body = { sessionId: waiter, waitMs: 60_000 };
    const waiting = call(first, "POST", "/api/v1/leases/x.conf/acquire", body).catch(() => null);
    for (;;) {
      const { body: queue } = await call(first, "GET", `/api/v1/leases/x.conf/queue?sessionId=${waiter}`);
      if (queue["waiters"] === 1) break;
    }
    const before = performance.now();
    expect(await first.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(4_000);
    for await (const _ of stream.messages);
    expect((await waiting)?.status ?? 503).not.toBe(200);

    const second = await start({ dataDir });
    const detail = await call(second, "GET", "/api/v1/locks/native/x.conf");
    expect(detail.body).toMatchObject({
      state: "held",
      epoch: granted.body["epoch"],
      holder: { ownerId: holder },
    });
    const status = await call(second, "GET", "/api/v1/status");
    expect(status.body["graceUntil"]).toBeGreaterThan(status.body["serverAt"] as number);
    const beats = await call(second, "GET", `/api/v1/owners/${holder}/beats`);
    expect(beats.body["blind"]).toHaveLength(1);
  });
});

describe("an engine that cannot write", () => {
  test("makes the server read-only: nothing is acknowledged, reading goes on, and it says so", async () => {
    const server = await start();
    const session = await openSession(server, "holder");
    await acquire(server, "x.conf", session);
    await rm(join(server.dataDir, "locksmith.db"));
    for (let tries = 0; tries < 3; tries += 1) {
      const refused = await acquire(server, `y-${tries}.conf`, session);
      expect(refused.status).toBe(503);
      expect(refused.body["code"]).toBe("read-only");
    }
    expect((await call(server, "GET", "/api/v1/locks")).body["total"]).toBe(1);
    expect((await call(server, "GET", "/api/v1/status")).body["readOnly"]).toEqual(expect.any(String));
    expect((await call(server, "GET", "/readyz")).status).toBe(503);
  });
});

describe("every answer", () => {
  test("says how it may be used, and is refused to a name that is not this server's", async () => {
    const server = await start();
    const { headers } = await call(server, "GET", "/api/v1/status");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(await statusFor(server.url, "evil.example")).toBe(403);
    expect(await statusFor(server.url, "localhost:1")).toBe(200);
  });
});

/** fetch sets Host by itself, as a browser does; an attacker's name comes by DNS. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/api/v1/status`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}
