import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call, type Target } from "#lib/server/testing/api-call.ts";
import { acquire, lockOn, openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";
import { bootId } from "#lib/server/testing/records.ts";
import { type DrillCalls, drillNode, drillSession, file, startDrill } from "./testing/drill-calls.ts";

let server: ServerProcess;
let drill: DrillCalls;
let realHolder: string;
beforeAll(async () => {
  server = await startServer({ pages: false });
  realHolder = await openSession(server, "guardian");
  await acquire(server, "aim_lock_config.conf", realHolder);
  const content = { content: "a = 1\n", reason: "the real one, as it is" };
  await call(server, "POST", "/api/v1/configs/aim_lock_config.conf/versions", content);
});
afterAll(() => server.stop());
beforeEach(async () => {
  drill = await startDrill(server);
});
afterEach(async () => {
  await drill.end();
});

const encoded = (name: string) => encodeURIComponent(name);
const policy = {
  confirmRole: "operator",
  acknowledgeRole: "approver",
  twoPeople: true,
  reason: true,
  typedName: true,
  ackWindowMs: 90_000,
  targetsMax: 1,
  holdMaxMs: 0,
};
const session = (node: string, service: string, more = {}) => ({
  node,
  service,
  instanceId: "instance-of-somebody",
  ...more,
});
const clear = (key: string, more = {}) => ({
  spec: { kind: "clear", source: "native", key, ...more },
  reason: "to try what is not allowed",
});
const drain = (scope: unknown) => ({ spec: { kind: "drain", scope }, reason: "to try what is not allowed" });

async function statuses(who: Target, requests: [string, string, unknown?][]): Promise<number[]> {
  const all: number[] = [];
  for (const [method, path, body] of requests)
    all.push((await call(who, method, `/api/v1${path}`, body)).status);
  return all;
}

const all403 = (requests: unknown[]) => requests.map(() => 403);

describe("whoever belongs to a drill", () => {
  test("the fleet's token neither speaks for real nodes nor takes real locks nor names anything real", async () => {
    await drillNode(drill, "drill:node-7");
    const own = await drillSession(drill, "drill:node-7", "drill:guardian");
    const hello = {
      instanceId: "instance-of-somebody",
      agentVersion: "1",
      bootId,
      kernel: "x",
      process: { node: "node-1", bootId, pidNs: "1", pid: 1, startTime: 1, instanceId: "" },
    };
    const requests: [string, string, unknown?][] = [
      ["POST", "/sessions", session("node-1", "drill:x")],
      ["POST", "/sessions", session("drill:node-7", "guardian")],
      ["POST", "/sessions", session("Drill:node-7", "drill:x")],
      ["POST", "/sessions", session("drill：node-7", "drill:x")],
      ["POST", "/sessions", session("drill:node-7", "drill:x", { resources: ["aim_lock_config.conf"] })],
      ["POST", "/openings", { sessions: [session("drill:node-7", "drill:x"), session("node-1", "drill:x")] }],
      ["POST", "/agents/node-1/hello", { ...hello, group: "drill:g" }],
      ["POST", "/agents/drill%3Anode-9/hello", { ...hello, group: "default" }],
      ["POST", "/hellos", { hellos: [{ node: "node-1", group: "drill:g", ...hello }] }],
      ["GET", "/agents/node-1/commands"],
      ["POST", "/leases/aim_lock_config.conf/acquire", { sessionId: own }],
      ["POST", "/leases/aim_lock_config.conf/release", { sessionId: realHolder, epoch: 1 }],
      ["POST", `/sessions/${realHolder}/beat`, { counter: 1 }],
      ["DELETE", `/sessions/${realHolder}`],
      ["POST", `/sessions/${realHolder}/orders`, { units: [] }],
      ["POST", "/operations", clear(file)],
      [
        "POST",
        `/configs/${encoded(file)}/versions`,
        { content: "b = 1\n", reason: "by a token of machines" },
      ],
      ["GET", "/configs/aim_lock_config.conf/versions/1/content"],
      ["GET", "/page-targets"],
      ["GET", "/tokens"],
      ["POST", "/drills", { options: {} }],
    ];
    expect(await statuses(drill.fleet, requests)).toEqual(all403(requests));
  });

  test("played people touch no real lock, configuration, policy, incident or account", async () => {
    const planned = await call(server, "POST", "/api/v1/operations", drain({ type: "fleet" }));
    const operation = (planned.body["operation"] as { id: string }).id;
    const requests: [string, string, unknown?][] = [
      ["POST", "/operations", clear("aim_lock_config.conf")],
      ["POST", "/operations", drain({ type: "fleet" })],
      ["POST", "/operations", drain({ type: "service", service: "guardian" })],
      ["POST", "/operations", drain({ type: "node", node: "Drill:node-7" })],
      ["POST", "/operations", { spec: { kind: "resume", operationId: operation }, reason: "to try it all" }],
      ["POST", `/operations/${operation}/confirm`, {}],
      ["POST", `/operations/${operation}/acknowledge`, {}],
      ["POST", `/operations/${operation}/ask`, {}],
      ["POST", `/operations/${operation}/abort`, {}],
      [
        "POST",
        "/configs/aim_lock_config.conf/versions",
        { content: "b = 1\n", reason: "by somebody played" },
      ],
      ["POST", "/configs/aim_lock_config.conf/import", { node: "node-1", reason: "by somebody played" }],
      ["GET", "/configs/aim_lock_config.conf/versions/1/content"],
      ["POST", "/incidents", { title: "x", resource: "aim_lock_config.conf" }],
      ["PUT", `/policies/${encoded(`clear:${file}`)}`, policy],
      ["DELETE", "/policies/clear"],
      ["POST", "/sessions", session("drill:node-7", "drill:x")],
      ["GET", "/accounts"],
      ["POST", "/me/password", { current: "x", next: "long enough for one" }],
      ["GET", "/me/sessions"],
      ["GET", "/tokens"],
      ["GET", "/page-targets"],
      ["POST", "/tokens", { name: "x", scope: "admin" }],
      ["DELETE", `/drills/${drill.id}`],
      ["POST", `/drills/${drill.id}/beat`, {}],
    ];
    expect(await statuses(drill.commander, requests)).toEqual(all403(requests));
    expect(await statuses(drill.onCall, requests)).toEqual(all403(requests));
  });

  test("they see what there is, and who they are", async () => {
    expect((await call(drill.commander, "GET", "/api/v1/me")).status).toBe(200);
    for (const who of [drill.fleet, drill.onCall]) {
      expect(
        await statuses(who, [
          ["GET", "/locks"],
          ["GET", "/overview"],
          ["GET", "/drills/current"],
        ]),
      ).toEqual([200, 200, 200]);
    }
  });

  test("after the end their tokens are nobody's, and so are those of the drill before", async () => {
    const before = drill;
    await drill.end();
    const current: [string, string][] = [["GET", "/drills/current"]];
    for (const who of [before.fleet, before.commander, before.onCall]) {
      expect(await statuses(who, current)).toEqual([401]);
    }
    drill = await startDrill(server);
    expect((await call(before.fleet, "POST", `/api/v1/drills/${drill.id}/beat`, {})).status).toBe(401);
    expect((await call(drill.fleet, "POST", `/api/v1/drills/${before.id}/beat`, {})).status).toBe(404);
  });
});

describe("what is real", () => {
  test("no real agent, token or admin's process carries the label", async () => {
    const made = await call(server, "POST", "/api/v1/tokens", {
      name: "a",
      scope: "agent",
      node: "drill:node-7",
    });
    expect(made.status).toBe(422);
    const agent = await call(server, "POST", "/api/v1/tokens", { name: "a", scope: "agent", node: "node-7" });
    const own = { url: server.url, adminToken: String(agent.body["secret"]) };
    const requests: [string, string, unknown?][] = [
      ["POST", "/sessions", session("node-7", "drill:guardian")],
      ["POST", "/sessions", session("node-7", "guardian", { resources: [file] })],
      ["POST", "/sessions", session("drill:node-7", "drill:x")],
      ["GET", "/agents/drill%3Anode-7/commands"],
      ["POST", `/leases/${encoded(file)}/acquire`, { sessionId: realHolder }],
      ["POST", `/drills/${drill.id}/beat`, {}],
    ];
    expect(await statuses(own, requests)).toEqual(all403(requests));
    expect(await statuses(server, requests)).toEqual(all403(requests));
  });

  test("an admin cannot give a real lock to a drill's session", async () => {
    const own = await drillSession(drill, "drill:node-7", "drill:guardian");
    expect((await acquire(server, "free.conf", own)).status).toBe(403);
    expect((await call(server, "GET", "/api/v1/locks/native/free.conf")).status).toBe(404);
  });

  test("a real file of any name stays what it is: its lock is shown, and is not the drill's", async () => {
    const agent = new SpokenAgent(server, "node-3");
    await agent.hello();
    const locks = [lockOn("node-3", 1, { resource: file }), lockOn("node-3", 2, { resource: "Drill:x" })];
    expect((await agent.report({ full: true, locks })).status).toBe(200);
    const node = await call(server, "GET", "/api/v1/nodes/node-3");
    const names = (node.body["lockList"] as { resource: string }[]).map(({ resource }) => resource);
    expect(names.toSorted()).toEqual(["real:Drill:x", `real:${file}`]);
  });

  test("a node's word counts for configurations and troubles of its own world alone", async () => {
    const agent = new SpokenAgent(server, "node-4");
    await agent.hello();
    const own = await drillNode(drill, "drill:node-7");
    const report = (config: string) => ({
      ...{ config, path: "/etc/x", running: { hash: "a".repeat(64), version: null }, shadow: null, can: [] },
      ...{ touchedAt: null, touchedBy: null, trouble: null, orderId: null, refusal: null, content: null },
    });
    const health = { level: "halted", text: "stands still", resource: file };
    const unit = { unit: "u", service: "s", kind: "hook", can: [], state: "running", health };
    const telemetry = [{ config: file, metric: "heart_rate", variant: "running", value: 1, agoMs: 0 }];
    const body = { configs: [report(file), report("b.conf")], units: [unit], telemetry };
    await call(server, "POST", `/api/v1/sessions/${agent.sessionId}/orders`, body);
    await call(drill.fleet, "POST", `/api/v1/sessions/${own.sessionId}/orders`, {
      configs: [report(file), report("b.conf")],
    });
    const nodesOf = async (name: string) => {
      const config = await call(server, "GET", `/api/v1/configs/${encoded(name)}`);
      return (config.body["nodeList"] as { node: string }[]).map(({ node }) => node);
    };
    expect(await nodesOf(file)).toEqual(["drill:node-7"]);
    expect(await nodesOf("b.conf")).toEqual(["node-4"]);
    const node = await call(server, "GET", "/api/v1/nodes/node-4");
    expect(node.body["health"]).toMatchObject({ resource: `real:${file}` });
  });

  test("nothing concerns a drill and what is real together", async () => {
    await drillNode(drill, "drill:node-7");
    const planned = await call(server, "POST", "/api/v1/operations", drain({ type: "drill" }));
    const ofDrill = (planned.body["operation"] as { id: string }).id;
    const requests: [string, string, unknown?][] = [
      [
        "POST",
        "/operations",
        clear("aim_lock_config.conf", { successor: { node: "drill:node-7", service: "drill:w" } }),
      ],
      ["POST", "/operations", clear(file, { successor: { node: "node-1", service: "guardian" } })],
      ["POST", "/operations", clear(file, { successor: { node: "drill:node-7", service: "guardian" } })],
      ["POST", "/operations", drain({ type: "service", service: "guardian", node: "drill:node-7" })],
      [
        "POST",
        "/operations",
        { spec: { ...drain({ type: "fleet" }).spec, forOperation: ofDrill }, reason: "to mix them" },
      ],
      [
        "POST",
        "/operations",
        {
          spec: { kind: "canary", config: file, version: 1, targets: { by: "nodes", nodes: ["node-1"] } },
          reason: "to mix them",
        },
      ],
    ];
    expect(await statuses(server, requests)).toEqual(requests.map(() => 422));
  });

  test("without a drill nobody makes anything that carries the label", async () => {
    await drill.end();
    const requests: [string, string, unknown?][] = [
      ["POST", `/configs/${encoded(file)}/versions`, { content: "b = 1\n", reason: "before any drill" }],
      ["PUT", `/policies/${encoded(`clear:${file}`)}`, policy],
      ["POST", "/operations", drain({ type: "drill" })],
      ["POST", "/operations", clear(file)],
      ["POST", "/incidents", { title: "x", resource: file }],
    ];
    expect(await statuses(server, requests)).toEqual(requests.map(() => 409));
  });
});

describe("counted apart", () => {
  test("the first screen, the charts and the scope of the whole fleet are of what is real", async () => {
    const before = (await call(server, "GET", "/api/v1/overview?minutes=5")).body;
    await drillNode(drill, "drill:node-7");
    const holder = await drillSession(drill, "drill:node-7", "drill:guardian");
    const other = await drillSession(drill, "drill:node-7", "drill:watchdog");
    for (const sessionId of [holder, other]) {
      await call(drill.fleet, "POST", `/api/v1/leases/${encoded(file)}/acquire`, { sessionId });
    }
    const unit = { unit: "u", service: "guardian", kind: "in-process", can: ["drain"], state: "running" };
    await call(drill.fleet, "POST", `/api/v1/sessions/${holder}/orders`, { units: [unit] });
    const now = (await call(server, "GET", "/api/v1/overview?minutes=5")).body;
    for (const part of ["locks", "nodes", "owners", "operations"])
      expect(now[part], part).toEqual(before[part]);
    expect(before["drill"]).toMatchObject({ nodes: 0, locks: 0 });
    expect(now["drill"]).toMatchObject({ nodes: 1, locks: 1 });
    const targets = async (scope: unknown) => {
      const answer = await call(server, "POST", "/api/v1/operations", { ...drain(scope), dryRun: true });
      return (answer.body["plan"] as { targetCount: number }).targetCount;
    };
    expect(await targets({ type: "fleet" })).toBe(0);
    expect(await targets({ type: "service", service: "guardian" })).toBe(0);
    expect(await targets({ type: "drill" })).toBe(1);
    expect(await targets({ type: "node", node: "drill:node-7" })).toBe(1);
  });
});
