import { afterAll, beforeAll, expect, test } from "vitest";
import type { RosterEntryRow } from "#lib/contract/operations.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";
import { orphanLease } from "./testing/orphans.ts";
import { type Colleague, colleague, confirm, look, plan, reason } from "./testing/people.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());

const tell = (sessionId: string, body: object) =>
  call(server, "POST", `/api/v1/sessions/${sessionId}/orders`, body);

test("nobody but a node's own agent says of another service that it is paused", async () => {
  const node = "hostile-1";
  const resource = "hostile.conf";
  await orphanLease(server, resource, { node: "hostile-0" });
  await call(server, "POST", "/api/v1/sessions", {
    node,
    service: "cycle",
    instanceId: "instance-of-cycle",
    ttlMs: 60_000,
    role: "orchestrator",
    resources: [resource],
  });
  const paused = {
    unit: "cycle",
    service: "cycle",
    kind: "hook",
    can: ["drain"],
    state: "paused",
    holdRemainingMs: 60_000,
  };
  const rosterNow = async () => {
    const spec = { kind: "clear", source: "native", key: resource };
    const { body } = await ada.call("POST", "/api/v1/operations", { spec, reason, dryRun: true });
    return (body["roster"] as RosterEntryRow[]).map(({ label, state }) => `${label}: ${state}`);
  };
  const stranger = await openSession(server, "stranger", node);
  await tell(stranger, { units: [paused] });
  expect(await rosterNow()).toContain("cycle on hostile-1: free");
  const agent = new SpokenAgent(server, node);
  await agent.hello();
  await tell(agent.sessionId, { units: [paused] });
  expect(await rosterNow()).toContain("cycle on hostile-1: paused");
});

test("results of orders that nobody gave leave no trace in an operation", async () => {
  const { resource } = await orphanLease(server, "flooded.conf", { node: "hostile-2" });
  const seen = await plan(ada, { kind: "clear", source: "native", key: resource });
  await confirm(ada, seen, resource);
  expect(seen.plan.consequences.join(" ")).toContain("counts for those drains too");
  // There is no receiver on this server, so nobody is said to have been told.
  expect((await look(ada, seen.id)).sentence).toContain("Nobody was paged");
  const stranger = await openSession(server, "flooder", "hostile-2");
  const revision = async () => ((await look(ada, seen.id)) as unknown as { revision: number }).revision;
  await expect.poll(async () => (await look(ada, seen.id)).plan.gates.length).toBeGreaterThan(0);
  const before = await revision();
  const results = Array.from({ length: 100 }, (_, i) => ({
    orderId: `${seen.id}/${i}`,
    outcome: "done",
    text: "not asked",
  }));
  expect((await tell(stranger, { results })).status).toBe(200);
  expect((await revision()) - before).toBeLessThan(10);
  await ada.call("POST", `/api/v1/operations/${seen.id}/abort`, { reason });
});

test("of two canaries of one configuration that are confirmed at the same moment, one goes on", async () => {
  const name = "twice.conf";
  const agents = await Promise.all(
    ["hostile-3", "hostile-4"].map(async (node) => {
      const agent = new SpokenAgent(server, node);
      await agent.hello();
      return agent;
    }),
  );
  const upload = (content: string) =>
    call(server, "POST", `/api/v1/configs/${name}/versions`, { content, reason });
  const first = (await upload("rate = 1\n")).body["version"] as { hash: string };
  await upload("rate = 2\n");
  for (const agent of agents) {
    const config = {
      config: name,
      path: "/etc/twice.conf",
      running: { hash: first.hash, version: null },
      shadow: null,
      can: ["apply"],
    };
    expect((await tell(agent.sessionId, { configs: [config] })).status).toBe(200);
  }
  const imported = await call(server, "POST", `/api/v1/configs/${name}/import`, {
    node: "hostile-3",
    reason,
  });
  expect(imported.status, JSON.stringify(imported.body)).toBe(200);
  const plans = await Promise.all(
    [
      [ada, "hostile-3"],
      [ben, "hostile-4"],
    ].map(([by, node]) =>
      plan(by as Colleague, {
        kind: "canary",
        config: name,
        version: 2,
        targets: { by: "nodes", nodes: [node] },
      }),
    ),
  );
  expect(plans.map((one) => one.plan.refusals)).toEqual([[], []]);
  const answers = await Promise.all(plans.map((one, i) => confirm(i === 0 ? ada : ben, one, null)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  for (const one of plans) await ada.call("POST", `/api/v1/operations/${one.id}/abort`, { reason });
});

test("a drain of more units than the policy allows is refused with their exact number, and keeps no list of them", async () => {
  const sessions = await Promise.all(
    Array.from({ length: 32 }, (_, i) => openSession(server, `crowd-${i}`, "hostile-5")),
  );
  for (const [i, session] of sessions.entries()) {
    const units = Array.from({ length: 64 }, (_, j) => ({
      unit: `unit-${j}`,
      service: `crowd-${i}`,
      kind: "in-process",
      can: ["drain"],
      state: "running",
    }));
    expect((await tell(session, { units })).status).toBe(200);
  }
  const seen = await plan(ada, { kind: "drain", scope: { type: "node", node: "hostile-5" } });
  expect(seen.plan.targetCount).toBe(2_048);
  expect(seen.plan.refusals[0]).toContain("2,048 units are more than the policy allows");
  expect(JSON.stringify(seen.plan).length).toBeLessThan(20_000);
  expect((await confirm(ada, seen, "hostile-5")).body["code"]).toBe("gate-shut");
});
