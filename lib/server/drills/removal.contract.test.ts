import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { acquire, lockOn, openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";
import {
  type DrillCalls,
  drillNode,
  drillSession,
  file,
  rowsWith,
  startDrill,
} from "./testing/drill-calls.ts";

let server: ServerProcess;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-"));
  server = await startServer({ dataDir, pages: false });
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});

const path = (resource: string) => `/api/v1/leases/${encodeURIComponent(resource)}`;

/** Real things whose names look like a drill's, and have to be there afterwards as they were. */
async function realThings(): Promise<void> {
  const session = await openSession(server, "Drill:guardian", "Drill:node-7");
  await acquire(server, "Drill:aim_lock_config.conf", session);
  await acquire(server, "a/drill:x", session);
  const agent = new SpokenAgent(server, "drills");
  await agent.hello({ group: "drills" });
  await agent.report({ full: true, locks: [lockOn("drills", 1, { resource: "drill:looks-like-one" })] });
  await call(server, "POST", "/api/v1/configs/Drill%3Aa/versions", {
    content: "a = 1\n",
    reason: "a real one",
  });
}

/** Everything that a drill can leave: documents of every kind, tombstones, events, beats, memories. */
async function wholeDrill(drill: DrillCalls): Promise<void> {
  await drill.beat({
    state: "running",
    coach: [{ at: 1, act: "calm", kind: "look", text: "Look.", look: null }],
  });
  const agent = await drillNode(drill, "drill:node-7");
  await agent.report({ full: true, locks: [lockOn("drill:node-7", 1), lockOn("drill:node-7", 2)] });
  await agent.report({
    goneKeys: ["flock/8:1:1/0-EOF"],
    events: [{ kind: "kernel.panic", severity: "critical", text: "Written by the drill.", agoMs: 0 }],
  });
  await agent.beat(1);
  const guardian = await drillSession(drill, "drill:node-7", "drill:guardian", {
    role: "guardian",
    resources: [file],
  });
  await call(drill.fleet, "POST", `${path(file)}/acquire`, { sessionId: guardian, onLost: "keep" });
  await call(drill.fleet, "POST", `/api/v1/sessions/${guardian}/beat`, { counter: 1 });
  await call(drill.fleet, "POST", `/api/v1/sessions/${guardian}/orders`, {
    units: [
      {
        unit: "guard",
        service: "drill:guardian",
        kind: "guard",
        can: ["drain"],
        state: "running",
        tasks: 0,
        operationId: null,
        holdRemainingMs: null,
        orderIds: [],
        note: null,
        health: { level: "halted", text: "stalled", resource: file },
      },
    ],
  });
  await call(drill.fleet, "POST", `/api/v1/sessions/${agent.sessionId}/orders`, {
    configs: [
      {
        config: file,
        path: "/tmp/x",
        running: { hash: "a".repeat(64), version: null },
        shadow: null,
        touchedAt: null,
        touchedBy: null,
        trouble: null,
        can: [],
        orderId: null,
        refusal: null,
        content: null,
      },
    ],
  });
  const brief = await drillSession(drill, "drill:node-7", "drill:brief");
  await call(drill.fleet, "POST", `${path(file)}/acquire`, { sessionId: brief });
  await call(drill.fleet, "DELETE", `/api/v1/sessions/${brief}`);
  await call(drill.commander, "POST", `/api/v1/configs/${encodeURIComponent(file)}/versions`, {
    content: "b = 1\n",
    reason: "as the story wants it",
  });
  await call(server, "PUT", `/api/v1/policies/${encodeURIComponent(`clear:${file}`)}`, {
    confirmRole: "operator",
    acknowledgeRole: "approver",
    twoPeople: true,
    reason: true,
    typedName: true,
    ackWindowMs: 90_000,
    targetsMax: 1,
    holdMaxMs: 0,
  });
  await call(drill.commander, "POST", "/api/v1/incidents", { title: "HOT", resource: file });
  const drain = { kind: "drain", scope: { type: "drill" } };
  await call(drill.commander, "POST", "/api/v1/operations", { spec: drain, reason: "to rehearse the drain" });
  const planned = await call(server, "POST", "/api/v1/operations", {
    spec: { kind: "clear", source: "native", key: file },
    reason: "to rehearse the clear",
  });
  expect(planned.status, JSON.stringify(planned.body)).toBe(200);
}

test("after its end there is nothing of a drill anywhere but in the audit, and what is real is as it was", async () => {
  await realThings();
  const before = await call(server, "GET", "/api/v1/locks?limit=500");
  const drill = await startDrill(server);
  await wholeDrill(drill);
  const during = rowsWith(dataDir, ["drill:"]).map((row) => row.slice(0, row.indexOf(":")));
  expect(new Set(during)).toEqual(new Set(["documents", "fresh_events"]));
  const idsOf = async (list: string) =>
    ((await call(server, "GET", `/api/v1/${list}`)).body["items"] as { id: string }[]).map(({ id }) => id);
  const [incident] = await idsOf("incidents");
  const links = [
    ...(await idsOf("operations")).map((id) => `operations/${id}`),
    ...[`incidents/${incident}`, `incidents/${incident}/report`, `locks/native/${encodeURIComponent(file)}`],
  ];
  const answersOf = async () =>
    new Set(
      await Promise.all(links.map(async (link) => (await call(server, "GET", `/api/v1/${link}`)).status)),
    );
  expect(await answersOf()).toEqual(new Set([200]));
  const ended = await drill.end();
  expect(ended).toMatchObject({ status: 200, body: { ended: true } });
  expect(Number(ended.body["removed"])).toBeGreaterThan(12);

  const real = ["Drill:", "a/drill:x", "real:drill:looks-like-one"];
  const left = rowsWith(dataDir, ["drill:", drill.id, "drl_"]);
  expect(left.filter((row) => !real.some((name) => row.includes(name)))).toEqual([]);
  for (const list of [
    "locks",
    "owners",
    "nodes",
    "operations",
    "units",
    "configs",
    "incidents",
    "events",
    "pages",
    "policies",
  ]) {
    const text = JSON.stringify((await call(server, "GET", `/api/v1/${list}`)).body);
    expect(text.replaceAll("real:drill:", "").replaceAll("a/drill:x", "").includes("drill:"), list).toBe(
      false,
    );
  }
  expect((await call(server, "GET", "/api/v1/drills/current")).body).toMatchObject({ drill: null });
  const keys = (answer: typeof before) =>
    (answer.body["items"] as { id: string }[]).map(({ id }) => id).toSorted();
  expect(keys(await call(server, "GET", "/api/v1/locks?limit=500"))).toEqual(keys(before));

  const audit = (await call(server, "GET", "/api/v1/audit?limit=200")).body["items"] as {
    action: string;
    detail: string;
  }[];
  const actions = audit.map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(["drill.start", "drill.end", "config.upload", "operation.plan"]),
  );
  expect(audit.find(({ action }) => action === "drill.end")?.detail).toMatch(
    /its runner ended it; removed .*1 lease, .*3 sessions/,
  );

  // Whoever has a link to something of it is told that the drill is over, also by the next run of the server.
  expect(await answersOf()).toEqual(new Set([410]));
  await server.stop();
  server = await startServer({ dataDir, pages: false });
  expect(await answersOf()).toEqual(new Set([410]));
  expect((await call(server, "GET", "/api/v1/operations/op_never")).status).toBe(404);
  expect((await call(server, "GET", "/api/v1/locks/native/free.conf")).status).toBe(404);
});
