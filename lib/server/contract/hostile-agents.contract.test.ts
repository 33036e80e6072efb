import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LockList } from "#lib/contract/locks.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call, listen } from "#lib/server/testing/api-call.ts";
import { lockOn, SpokenAgent } from "#lib/server/testing/lock-world.ts";
import { bootId } from "#lib/server/testing/records.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());

async function agentOf(node: string): Promise<SpokenAgent> {
  const token = { name: `agent of ${node}`, scope: "agent", node };
  const { body } = await call(server, "POST", "/api/v1/tokens", token);
  const agent = new SpokenAgent({ url: server.url, adminToken: String(body["secret"]) }, node);
  expect((await agent.hello()).status).toBe(200);
  return agent;
}

async function keysOf(node: string): Promise<string[]> {
  const { body } = await call(server, "GET", `/api/v1/locks?node=${encodeURIComponent(node)}`);
  return (body as LockList).items.map((row) => row.key);
}

describe("a second agent with the name and token of a first that lives", () => {
  test("is refused, so that neither boot declares the other's processes dead", async () => {
    const first = await agentOf("cloned");
    const process = { node: "cloned", bootId, pidNs: "1", pid: 5, startTime: 50, instanceId: "" };
    const session = { node: "cloned", service: "svc", instanceId: "instance-of-svc", processes: [process] };
    const { body } = await call(server, "POST", "/api/v1/sessions", session);
    await first.report({ full: true, locks: [lockOn("cloned", 1)] });
    const second = { bootId: "another-boot", instanceId: "instance-of-the-clone" };
    expect(await first.hello(second)).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(await keysOf("cloned")).toEqual(["cloned/flock/8:1:1/0-EOF"]);
    const owner = await call(server, "GET", `/api/v1/owners/${body["sessionId"]}`);
    expect(owner.body).toMatchObject({ verdict: "live" });
  });

  test("a boot id that could not be read proves nothing", async () => {
    const agent = await agentOf("blind-boot");
    const process = { node: "blind-boot", bootId, pidNs: "1", pid: 5, startTime: 50, instanceId: "" };
    const session = { node: "blind-boot", service: "s", instanceId: "instance-of-s", processes: [process] };
    const { body } = await call(server, "POST", "/api/v1/sessions", session);
    await agent.report({ full: true, locks: [lockOn("blind-boot", 1)] });
    expect((await agent.hello({ bootId: "" })).status).toBe(200);
    expect((await agent.hello()).status).toBe(200);
    expect(await keysOf("blind-boot")).toHaveLength(1);
    const owner = await call(server, "GET", `/api/v1/owners/${body["sessionId"]}`);
    expect(JSON.stringify(owner.body["evidence"])).not.toContain("boot-changed");
  });
});

test("a scan that waited for the server is as old as it is: what it saw is not of now", async () => {
  const agent = await agentOf("waited");
  const agoMs = 600_000;
  const lock = lockOn("waited", 1, { observedAgoMs: agoMs, firstSeenAgoMs: agoMs });
  const stream = await listen(server, "/api/v1/stream?topics=locks");
  await agent.report({ full: true, locks: [lock], scannedAgoMs: agoMs });
  const { body } = await call(server, "GET", "/api/v1/locks?node=waited");
  const [row] = (body as LockList).items;
  expect(Date.now() - (row?.observedAt ?? 0)).toBeGreaterThanOrEqual(agoMs - 1_000);
  for await (const { event, data } of stream.messages) {
    if (event === "change" && data.includes("waited") && data.includes('"verdict":"unknown"')) break;
  }
  stream.close();
  await agent.report({ locks: [] });
  expect(((await call(server, "GET", "/api/v1/locks?node=waited")).body as LockList).items).toMatchObject([
    { verdict: "live" },
  ]);
});

describe("an agent that lies", () => {
  test("writes no lock of a node whose name begins with its own", async () => {
    const victim = await agentOf("site/node-3");
    await victim.report({ full: true, locks: [lockOn("site/node-3", 1)] });
    const liar = await agentOf("site");
    const key = "node-3/flock/8:1:1/0-EOF";
    await liar.report({ full: true, locks: [] });
    await liar.report({ goneKeys: [key] });
    await liar.report({ locks: [lockOn("site", 2, { key, resource: "mine now" })] });
    const { body } = await call(server, "GET", "/api/v1/locks?node=site%2Fnode-3");
    expect(body["items"]).toMatchObject([{ resource: "file-1", node: "site/node-3" }]);
    const row = (body as unknown as LockList).items[0];
    const path = (row?.key ?? "").split("/").map(encodeURIComponent).join("/");
    expect((await call(server, "GET", `/api/v1/locks/kernel/${path}`)).body).toMatchObject({ state: "held" });
  });

  test("tells of its host alone: the server's own kinds of events are not its to say", async () => {
    const agent = await agentOf("forger");
    const said = ["server.stopped", "lease.granted", "verdict.orphan", "agent.dropped", "kernel.oops"];
    const events = said.map((kind) => ({ kind, severity: "info" as const, text: kind, agoMs: 0 }));
    await agent.report({ full: true, events });
    const { body } = await call(server, "GET", "/api/v1/events?node=forger&limit=20");
    const told = (body["items"] as { kind: string; text: string }[]).filter((e) => said.includes(e.text));
    expect(told.map((e) => e.kind).sort()).toEqual([
      "agent.event",
      "agent.event",
      "agent.event",
      "agent.event",
      "kernel.oops",
    ]);
  });

  test("sends half a surrogate pair, and the lock still has an address", async () => {
    const agent = await agentOf("halves");
    const half = { key: "flock/8:1:\ud800/0-EOF", resource: "x\udfff", path: "/\ud800" };
    const limitations = [{ code: "c", text: "\ud800" }];
    await agent.report({ full: true, locks: [lockOn("halves", 1, half)], limitations });
    const { body } = await call(server, "GET", "/api/v1/nodes/halves");
    expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/i);
    const [key = ""] = await keysOf("halves");
    const path = key.split("/").map(encodeURIComponent).join("/");
    expect((await call(server, "GET", `/api/v1/locks/kernel/${path}`)).body).toMatchObject({ state: "held" });
    await agent.report({ goneKeys: [half.key] });
    expect(await keysOf("halves")).toEqual([]);
  });

  test("a lock that appears between two parts of a snapshot is not missing from it", async () => {
    const agent = await agentOf("interleaved");
    const lock = (n: number) => lockOn("interleaved", n);
    await agent.report({ full: true, part: 1, parts: 2, locks: [lock(1)], scanned: false });
    await agent.report({ locks: [lock(9)] });
    await agent.report({ full: true, part: 2, parts: 2, locks: [lock(2)] });
    expect(await keysOf("interleaved")).toHaveLength(3);
  });
});
