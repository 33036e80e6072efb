import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Fleet, stageNames } from "#lib/drill/stage.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type Answer, call } from "#lib/server/testing/api-call.ts";
import { startFleet } from "./start-fleet.ts";

const nodes = 101;
const lease = encodeURIComponent(stageNames.resource);

let dataDir: string;
let server: ServerProcess;
let fleet: Fleet;
let drill = { id: "", fleet: "", commander: "", onCall: "" };
const ending = new AbortController();
const troubles: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-fleet-"));
  server = await startServer({ dataDir, pages: false });
  const { body } = await call(server, "POST", "/api/v1/drills", { options: { nodes }, runner: "caller" });
  const { id } = body["drill"] as { id: string };
  drill = { id, ...(body["tokens"] as { fleet: string; commander: string; onCall: string }) };
  void beat();
  fleet = await startFleet({
    server: server.url,
    token: drill.fleet,
    drillId: drill.id,
    nodes,
    pace: "fast",
    onTrouble: (text) => troubles.push(text),
    signal: ending.signal,
  });
});
afterAll(async () => {
  ending.abort();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What the runner does: a drill whose runner is silent is removed. */
async function beat(): Promise<void> {
  while (!ending.signal.aborted) {
    await as(drill.fleet, "POST", `drills/${drill.id}/beat`, { state: "running" }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

const as = (
  adminToken: string,
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Answer> => call({ url: server.url, adminToken }, method, `/api/v1/${path}`, body, headers);
const items = async (path: string) =>
  (await as(server.adminToken, "GET", path)).body["items"] as Record<string, never>[];
const patient = { timeout: 30_000, interval: 200 };

test("every node is there with its group and kind, its unit can be drained, and seven guardians hold their leases", async () => {
  const rows = await items("nodes?limit=500");
  expect(rows).toHaveLength(nodes - 1);
  expect(rows.find(({ name }) => name === "drill:drone-13")).toMatchObject({
    kind: "drone",
    group: "drill:patrol-b",
    state: "up",
    health: null,
  });
  expect(await items("units?limit=500")).toHaveLength(nodes - 2);
  await expect.poll(async () => (await items("locks?state=held")).length, patient).toBe(7);
});

test("all run the file that was written, and say who touched it last", async () => {
  await fleet.cue({ cue: "version", content: "gain = 4\n# last touched by node-7 @ 03:12\n", epoch: 1 });
  const path = `configs/${lease}`;
  await expect
    .poll(async () => (await as(server.adminToken, "GET", path)).body["nodes"], patient)
    .toBe(nodes - 1);
  const { body } = await as(server.adminToken, "GET", path);
  const list = body["nodeList"] as Record<string, unknown>[];
  expect(list.every(({ touchedBy }) => touchedBy === "node-7 @ 03:12")).toBe(true);
});

test("a content that is written later is a version before they say that they run it: each write is told once", async () => {
  await fleet.cue({ cue: "version", content: "gain = 5\n# last touched by node-7 @ 03:14\n", epoch: 1 });
  const runBy = async () => {
    const { body } = await as(server.adminToken, "GET", `configs/${lease}`);
    return (body["versionList"] as { nodes: number }[]).map((version) => version.nodes);
  };
  await expect.poll(runBy, patient).toEqual([nodes - 1, 0]);
  const changes = await items("events?kind=config.changed&limit=500");
  expect(changes.length, JSON.stringify(changes[0])).toBeLessThanOrEqual(1);
});

test("a silent guardian: nodes are refused for real, stand still, and say why; many are one line of the timeline", async () => {
  const guardian = {
    node: stageNames.lockNode,
    service: stageNames.guardian,
    instanceId: "instance-of-guardian",
    ttlMs: 1_000,
    role: "guardian",
    resources: [stageNames.resource],
  };
  const opened = await as(drill.fleet, "POST", "sessions", guardian);
  const { sessionId } = opened.body;
  const granted = await as(drill.fleet, "POST", `leases/${lease}/acquire`, { sessionId, onLost: "keep" });
  await fleet.cue({ cue: "refused", epoch: Number(granted.body["epoch"]) });
  await fleet.cue({ cue: "suffer" });
  await expect.poll(async () => (await fleet.status()).unwell, patient).toBeGreaterThanOrEqual(92);
  const refusedNodes = async () => {
    const { body } = await as(server.adminToken, "GET", `locks/native/${lease}`);
    const list = body["refusalList"] as { node: string }[];
    return { state: body["state"], nodes: new Set(list.map(({ node }) => node)).size };
  };
  await expect.poll(refusedNodes, patient).toEqual({ state: "hot", nodes: 92 });
  const levels = async () => {
    const rows = (await items("nodes?limit=500")) as { health?: { level: string } | null }[];
    const count = (level: string) => rows.filter(({ health }) => health?.level === level).length;
    return { halted: count("halted"), impaired: count("impaired") };
  };
  await expect.poll(levels, patient).toEqual({ halted: 60, impaired: 32 });
  await expect
    .poll(async () => (await items("events?kind=health.&limit=100")).map(({ text }) => String(text)), patient)
    .toContainEqual(expect.stringMatching(/^\d+ nodes of drill:patrol-\w halted: paused in mid-patrol/));
  expect((await items("events?kind=health.&limit=500")).length).toBeLessThan(60);
});

test("in a drain each says so itself, at its own hover point, and a paused node asks for nothing more", async () => {
  const spec = { kind: "drain", scope: { type: "drill" }, holdMs: 4_000, deadlineMs: 30_000 };
  const reason = "The whole fleet has to stand still for a moment.";
  const planned = await as(drill.commander, "POST", "operations", { spec, reason });
  const { id, snapshot } = planned.body["operation"] as { id: string; snapshot: string };
  const match = { "if-match": `"${snapshot}"` };
  const confirmed = await as(
    drill.commander,
    "POST",
    `operations/${id}/confirm`,
    { reason, typedName: "drill" },
    match,
  );
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  expect((await as(drill.onCall, "POST", `operations/${id}/acknowledge`, {}, match)).status).toBe(200);
  await expect.poll(async () => (await fleet.status()).paused, patient).toBe(nodes - 2);
  const before = (await as(server.adminToken, "GET", `locks/native/${lease}`)).body["refusals"];
  const units = await items("units?service=drill:flight&limit=100");
  expect(units.map(({ note }) => note)).toContain("at safe hover point H-12");
  await expect
    .poll(async () => (await as(server.adminToken, "GET", `operations/${id}`)).body["state"], patient)
    .not.toBe("running");
  const after = (await as(server.adminToken, "GET", `locks/native/${lease}`)).body["refusals"];
  // Unpaused, they would have been refused several times as often in the time of the hold.
  expect(Number(after) - Number(before)).toBeLessThanOrEqual(nodes);
  await expect.poll(async () => (await fleet.status()).paused, patient).toBe(0);
});

test("after a kill -9 of the server the fleet comes back by itself; told to stop, it closes what it can and ends at once", async () => {
  const { port } = new URL(server.url);
  await server.kill9();
  server = await startServer({ dataDir, pages: false, args: ["--port", port] });
  const heard = async () =>
    (await items("owners?limit=500")).filter(({ verdict }) => verdict === "live").length;
  await expect.poll(heard, { timeout: 40_000, interval: 500 }).toBeGreaterThanOrEqual(2 * (nodes - 1) - 1);
  expect((await fleet.status()).open).toBe(nodes - 1);
  const beganMs = performance.now();
  await fleet.stop();
  expect(performance.now() - beganMs).toBeLessThan(2_500);
  const open = (await items("owners?limit=500")).filter(({ state }) => state === "open");
  expect(open.length).toBeLessThan(nodes);
}, 60_000);
