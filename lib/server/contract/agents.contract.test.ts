import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LockList } from "#lib/contract/locks.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call, listen } from "#lib/server/testing/api-call.ts";
import { lockOn, SpokenAgent } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
});
afterAll(() => server.stop());

async function locksOf(node: string): Promise<string[]> {
  const { body } = await call(server, "GET", `/api/v1/locks?node=${node}&sort=resource`);
  return (body as LockList).items.map((row) => row.resource);
}

async function agentOn(node: string): Promise<SpokenAgent> {
  const agent = new SpokenAgent(server, node);
  expect((await agent.hello()).status).toBe(200);
  return agent;
}

const goodbye = (agent: SpokenAgent) => call(server, "DELETE", `/api/v1/sessions/${agent.sessionId}`);

describe("reports", () => {
  test("a snapshot in parts removes what no part named, with its last part and not before", async () => {
    const agent = await agentOn("node-parts");
    const { node } = agent;
    await agent.report({ full: true, locks: [1, 2, 3, 4].map((n) => lockOn(node, n)) });
    await agent.report({ full: true, part: 1, parts: 3, locks: [lockOn(node, 1)], scanned: false });
    await agent.report({ full: true, part: 2, parts: 3, locks: [lockOn(node, 3)], scanned: false });
    expect(await locksOf(node)).toEqual(["file-1", "file-2", "file-3", "file-4"]);
    const { body } = await agent.report({ full: true, part: 3, parts: 3, locks: [lockOn(node, 5)] });
    expect(body).toMatchObject({ ok: true, needSnapshot: false });
    expect(await locksOf(node)).toEqual(["file-1", "file-3", "file-5"]);
  });

  test("a hole in the sequence takes nothing in and asks for a snapshot; a repeated report counts once", async () => {
    const agent = await agentOn("node-hole");
    const { node } = agent;
    await agent.report({ full: true, locks: [lockOn(node, 1)] });
    expect((await agent.report({ seq: 5, locks: [lockOn(node, 2)] })).body["needSnapshot"]).toBe(true);
    expect(await locksOf(node)).toEqual(["file-1"]);
    await agent.report({ full: true, seq: 6, locks: [lockOn(node, 2)] });
    expect(await locksOf(node)).toEqual(["file-2"]);
    expect((await agent.report({ seq: 6, goneKeys: ["flock/8:1:2/0-EOF"] })).body["needSnapshot"]).toBe(
      false,
    );
    expect(await locksOf(node)).toEqual(["file-2"]);
  });

  test("a lock with waiters is HOT, with one that left it is calm; its timeline tells both, and its end", async () => {
    const agent = await agentOn("node-hot");
    const key = "/api/v1/locks/kernel/node-hot/flock/8:1:9/0-EOF";
    const waiting = { waiters: [{ pid: 77, process: null }] };
    await agent.report({ full: true, locks: [] });
    await agent.report({ locks: [lockOn("node-hot", 9, waiting)] });
    expect((await call(server, "GET", key)).body).toMatchObject({ state: "hot", waiters: 1 });
    await agent.report({ locks: [lockOn("node-hot", 9)] });
    expect((await call(server, "GET", key)).body).toMatchObject({ state: "held", waiters: 0 });
    await agent.report({ goneKeys: ["flock/8:1:9/0-EOF"] });
    const { status, body } = await call(server, "GET", key);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: "free",
      holder: null,
      tombstone: { lastState: "held", lastVerdict: "live" },
    });
    const kinds = (body["history"] as { kind: string }[]).map((e) => e.kind).reverse();
    expect(kinds).toEqual(["lock.appeared", "lock.hot", "lock.calm", "lock.gone"]);
  });

  test("an orphan is judged by the rule, counted on its node, and stands in front of every list", async () => {
    const agent = await agentOn("node-orphan");
    const lock = lockOn("node-orphan", 21);
    const [holder] = lock.holders;
    const heir = {
      ...holder,
      relation: "younger-than-taker",
      parent: "init",
      detached: false,
      recordedPid: 20,
    };
    const taker = { recordedPid: 20, status: "gone", process: null, seenStartTime: 199 };
    const orphan = { ...lock, holders: [heir], takers: [taker] };
    await agent.report({ full: true, locks: [orphan as typeof lock, lockOn("node-orphan", 22)] });
    const detail = await call(server, "GET", `/api/v1/locks/kernel/node-orphan/${lock.key}`);
    expect(detail.body).toMatchObject({ verdict: "orphan", holder: { pid: 21 } });
    expect(detail.body["sentence"]).toContain("the taker, PID 20, is gone");
    const roles = (detail.body["holders"] as { role: string; pid: number; alive: string }[]).map((h) => [
      h.role,
      h.pid,
      h.alive,
    ]);
    expect(roles).toEqual([
      ["holder", 21, "yes"],
      ["taker", 20, "no"],
    ]);
    expect((await call(server, "GET", "/api/v1/nodes/node-orphan")).body).toMatchObject({
      locks: 2,
      stale: 1,
    });
    const overview = await call(server, "GET", "/api/v1/overview");
    expect(overview.body["attention"]).toMatchObject([{ id: detail.body["id"] }]);
  });

  test("another boot id takes every lock of the old boot with it", async () => {
    const agent = await agentOn("node-boot");
    await agent.report({ full: true, locks: [lockOn("node-boot", 1), lockOn("node-boot", 2)] });
    await goodbye(agent);
    await agent.hello({ bootId: "99999999-2222-3333-4444-555555555555", instanceId: "instance-after-boot" });
    expect(await locksOf("node-boot")).toEqual([]);
    const gone = await call(server, "GET", "/api/v1/locks/kernel/node-boot/flock/8:1:1/0-EOF");
    expect(gone.body["sentence"]).toContain("the host was restarted");
    expect((await agent.report({ locks: [] })).body["needSnapshot"]).toBe(true);
  });

  test("an agent speaks for its own node alone, whatever it says of others", async () => {
    const agent = await agentOn("node-liar");
    const lock = lockOn("node-liar", 31);
    for (const holder of lock.holders) holder.process.node = "node-victim";
    await agent.report({ full: true, locks: [{ ...lock, observedAgoMs: 2 ** 50, firstSeenAgoMs: 2 ** 50 }] });
    const { body } = await call(server, "GET", `/api/v1/locks/kernel/node-liar/${lock.key}`);
    expect(body).toMatchObject({ holder: { node: "node-liar" }, heldSince: 0 });
    expect((await call(server, "GET", "/api/v1/owners?node=node-victim")).body["total"]).toBe(0);
  });

  test("who has not said hello, or was replaced, is told to say it", async () => {
    const first = await agentOn("node-twice");
    const second = new SpokenAgent(server, "node-twice");
    await goodbye(first);
    await second.hello({ instanceId: "another-instance" });
    expect((await first.report({ full: true })).status).toBe(410);
    expect((await second.report({ full: true })).status).toBe(200);
    const stranger = new SpokenAgent(server, "node-never");
    stranger.sessionId = "ses_none";
    expect((await stranger.report({ full: true })).status).toBe(410);
  });

  test("10,000 locks in one snapshot are all there, and one event tells of them", async () => {
    const agent = await agentOn("node-many");
    for (let part = 1; part <= 5; part += 1) {
      const locks = Array.from({ length: 2_000 }, (_, i) => lockOn("node-many", part * 10_000 + i));
      const { status } = await agent.report({ full: true, part, parts: 5, locks, scanned: part === 5 });
      expect(status).toBe(200);
    }
    const { body } = await call(server, "GET", "/api/v1/locks?node=node-many&limit=1");
    expect(body["total"]).toBe(10_000);
    await agent.report({ goneKeys: Array.from({ length: 500 }, (_, i) => `flock/8:1:${10_000 + i}/0-EOF`) });
    const { body: events } = await call(server, "GET", "/api/v1/events?node=node-many&limit=100");
    const kinds = (events["items"] as { kind: string }[]).map((e) => e.kind);
    expect(kinds.length).toBeLessThan(10);
    expect(kinds).toContain("locks.changed");
  });
});

describe("commands", () => {
  test("an agent is told which processes to watch, and told again when a session comes or goes", async () => {
    const agent = await agentOn("node-cmd");
    const stream = await listen(server, "/api/v1/agents/node-cmd/commands");
    const lists: number[][] = [];
    const process = { node: "node-cmd", bootId: "b", pidNs: "1", pid: 4711, startTime: 5, instanceId: "" };
    let session = "";
    for await (const { event, data } of stream.messages) {
      if (event !== "command") continue;
      lists.push((JSON.parse(data) as { processes: { pid: number }[] }).processes.map((p) => p.pid));
      if (lists.length === 1) {
        const opened = {
          node: "node-cmd",
          service: "job",
          instanceId: "instance-of-job",
          processes: [process],
        };
        session = String((await call(server, "POST", "/api/v1/sessions", opened)).body["sessionId"]);
      } else if (lists.length === 2) {
        await agent.report({ full: true, processes: [{ process, status: "gone", observedAgoMs: 0 }] });
        await call(server, "DELETE", `/api/v1/sessions/${session}`);
      } else break;
    }
    stream.close();
    expect(lists).toEqual([[10], [10, 4711], [10]]);
  });

  test("an agent's token may speak for its own node alone", async () => {
    const token = { name: "agent-a", scope: "agent", node: "node-a" };
    const { body } = await call(server, "POST", "/api/v1/tokens", token);
    const own = { url: server.url, adminToken: String(body["secret"]) };
    expect((await new SpokenAgent(own, "node-a").hello()).status).toBe(200);
    expect((await new SpokenAgent(own, "node-b").hello()).status).toBe(403);
    await expect(listen(own, "/api/v1/agents/node-b/commands")).rejects.toThrow("403");
    expect((await call(own, "GET", "/api/v1/accounts")).status).toBe(403);
  });
});

test("when no scan comes any more, what the agent saw becomes unknown, and known again with the next scan", async () => {
  const agent = await agentOn("node-dark");
  await agent.report({ full: true, locks: [lockOn("node-dark", 1)] });
  const key = "/api/v1/locks/kernel/node-dark/flock/8:1:1/0-EOF";
  const stream = await listen(server, "/api/v1/stream?topics=locks");
  for await (const { event, data } of stream.messages) {
    if (event === "change" && data.includes("node-dark") && data.includes('"verdict":"unknown"')) break;
  }
  stream.close();
  const { body } = await call(server, "GET", key);
  expect(body).toMatchObject({
    verdict: "unknown",
    evidence: [{ kind: "agent-silent" }, { kind: "fdinfo-holder" }],
  });
  expect(body["sentence"]).toMatch(/Not known now.*Before that: Held by/);
  const back = new SpokenAgent(server, "node-dark");
  await back.hello();
  await back.report({ full: true, locks: [lockOn("node-dark", 1)] });
  expect((await call(server, "GET", key)).body).toMatchObject({ verdict: "live" });
});
