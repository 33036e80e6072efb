import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type Answer, call } from "#lib/server/testing/api-call.ts";

let server: ServerProcess;
let ofNode1 = "";

beforeAll(async () => {
  server = await startServer({ pages: false });
  const made = await call(server, "POST", "/api/v1/tokens", { name: "one", scope: "agent", node: "node-1" });
  ofNode1 = String(made.body["secret"]);
});
afterAll(() => server.stop());

const post = (path: string, body: unknown, adminToken = server.adminToken): Promise<Answer> =>
  call({ ...server, adminToken }, "POST", `/api/v1/${path}`, body);

function hello(node: string, instanceId = `instance-of-${node}`) {
  const process = { node, bootId: `boot-${node}`, pidNs: "1", pid: 10, startTime: 1, instanceId };
  return { node, instanceId, agentVersion: "0.1.0", bootId: `boot-${node}`, kernel: "Linux", process };
}

function unit(name: string, state = "running") {
  return { unit: name, service: "flight", kind: "in-process", can: ["drain", "resume"], state };
}

const opening = (node: string) => ({
  node,
  service: "flight",
  instanceId: `flight-of-${node}`,
  ttlMs: 60_000,
});

async function opened(...nodes: string[]): Promise<string[]> {
  const { body } = await post("openings", { sessions: nodes.map(opening) });
  return (body["answers"] as { sessionId: string }[]).map(({ sessionId }) => sessionId);
}

test("many nodes say hello at once; one that is refused says why in its place, and keeps nobody else out", async () => {
  await call(server, "POST", "/api/v1/agents/taken/hello", hello("taken", "the-first-one"));
  const { status, body } = await post("hellos", {
    hellos: ["a-1", "taken", "a-2"].map((node) => hello(node)),
  });
  expect(status).toBe(200);
  expect(body["answers"]).toMatchObject([
    { sessionId: expect.any(String), beatEveryMs: 2_000 },
    { problem: { code: "conflict" } },
    { sessionId: expect.any(String) },
  ]);
  const { body: list } = await call(server, "GET", "/api/v1/nodes?limit=50");
  const names = (list["items"] as { name: string; state: string }[]).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["a-1", "a-2", "taken"]));
});

test("an agent's token opens nothing for another node, also between nodes of its own", async () => {
  const mixed = await post("openings", { sessions: [opening("node-1"), opening("node-2")] }, ofNode1);
  expect(mixed.status).toBe(403);
  expect((await post("hellos", { hellos: [hello("node-1"), hello("node-2")] }, ofNode1)).status).toBe(403);
  const { body } = await call(server, "GET", "/api/v1/owners?q=flight");
  expect((body["items"] as { node: string }[]).filter(({ node }) => node.startsWith("node-"))).toEqual([]);
  expect((await post("openings", { sessions: [opening("node-1")] }, ofNode1)).status).toBe(200);
});

test("opened again, because the answer was lost, each session is the same", async () => {
  expect(await opened("b-1", "b-2")).toEqual(await opened("b-1", "b-2"));
});

test("reports of many are on disk with the answer; those of sessions that are gone or another's are named", async () => {
  const [one = "", two = ""] = await opened("c-1", "c-2");
  const reports = [one, two, "ses_none"].map((sessionId) => ({ sessionId, units: [unit("flight")] }));
  const { body } = await post("orders/reports", { reports });
  expect(body["refused"]).toMatchObject([{ sessionId: "ses_none", problem: { code: "not-found" } }]);
  const units = await call(server, "GET", "/api/v1/units?service=flight");
  expect((units.body["items"] as { node: string }[]).map(({ node }) => node)).toEqual(["c-1", "c-2"]);
  const foreign = await post("orders/reports", { reports: [{ sessionId: one, units: [] }] }, ofNode1);
  expect(foreign.body["refused"]).toMatchObject([{ sessionId: one, problem: { code: "forbidden" } }]);
});

test("a poll answers lists that are not known at once, waits for the others, and names who changed", async () => {
  const [one = "", two = ""] = await opened("d-1", "d-2");
  const first = await post("orders/poll", {
    sessions: [{ sessionId: one }, { sessionId: two }],
    waitMs: 10_000,
  });
  const lists = first.body["lists"] as { sessionId: string; version: string; orders: unknown[] }[];
  expect(lists.map(({ sessionId, orders }) => [sessionId, orders])).toEqual([
    [one, []],
    [two, []],
  ]);
  const often = Array.from({ length: 100 }, () => ({ sessionId: one })).concat({ sessionId: "ses_none" });
  const once = (await post("orders/poll", { sessions: [...often, { sessionId: "ses_none" }] })).body;
  expect([once["lists"], once["gone"]]).toMatchObject([[{ sessionId: one }], ["ses_none"]]);
  const known = lists.map(({ sessionId, version }) => ({ sessionId, known: version }));
  const waiting = post("orders/poll", { sessions: known, waitMs: 20_000 });
  await post("orders/reports", { reports: [{ sessionId: two, units: [unit("flight")] }] });
  const spec = { kind: "drain", scope: { type: "node", node: "d-2" }, holdMs: 2_000, deadlineMs: 5_000 };
  await call(server, "PUT", "/api/v1/policies/drain", { ...(await drainPolicy()), twoPeople: false });
  const planned = await post("operations", { spec, reason: "A poll has to hear of it." });
  const { id, snapshot } = planned.body["operation"] as { id: string; snapshot: string };
  const body = { reason: "A poll has to hear of it.", typedName: "d-2" };
  await call(server, "POST", `/api/v1/operations/${id}/confirm`, body, { "if-match": `"${snapshot}"` });
  expect((await waiting).body).toMatchObject({ lists: [], changed: [two], gone: [] });
  const again = await post("orders/poll", { sessions: [known[0], { sessionId: two }], waitMs: 20_000 });
  expect(again.body["lists"]).toMatchObject([{ sessionId: two, orders: [{ kind: "hold", unit: "flight" }] }]);
});

test("a poll names sessions that are gone or another's at once, and waits for nobody then", async () => {
  const [one = ""] = await opened("e-1");
  const sessions = [{ sessionId: one }, { sessionId: "ses_none" }];
  const { body } = await post("orders/poll", { sessions, waitMs: 25_000 }, ofNode1);
  expect(body).toMatchObject({ lists: [], changed: [], gone: [one, "ses_none"] });
});

test("a batch of nothing, or of more than one request may hold, is refused whole", async () => {
  const many = Array.from({ length: 1_001 }, () => ({ sessionId: "ses_x" }));
  for (const sessions of [[], many]) {
    expect((await post("orders/poll", { sessions, waitMs: 0 })).status).toBe(422);
  }
});

async function drainPolicy(): Promise<Record<string, unknown>> {
  const { body } = await call(server, "GET", "/api/v1/policies");
  const row = (body["items"] as Record<string, unknown>[]).find(({ id }) => id === "drain") ?? {};
  const { id: _id, kind: _kind, resource: _resource, set: _set, weaker: _weaker, ...policy } = row;
  return policy;
}
