import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type Receiver, startReceiver } from "#lib/server/paging/testing/receiver.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { lockOn, SpokenAgent } from "#lib/server/testing/lock-world.ts";
import { bootId } from "#lib/server/testing/records.ts";
import { drillNode, drillSession, file, rowsWith, startDrill } from "./testing/drill-calls.ts";

let server: ServerProcess;
let receiver: Receiver;
let dataDir: string;
const start = () => startServer({ dataDir, pages: false, env: { LOCKSMITH_PAGE_ALLOW_PRIVATE: "1" } });
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-"));
  receiver = await startReceiver();
  server = await start();
  const target = { name: "on-call", format: "json", url: `${receiver.url}/hook` };
  await call(server, "POST", "/api/v1/page-targets", target);
});
afterAll(async () => {
  await server.stop();
  await receiver.close();
  await rm(dataDir, { recursive: true });
});

const current = async () => (await call(server, "GET", "/api/v1/drills/current")).body["drill"];
const act = (id: string, state: string) => ({ id, title: id, state, startedAt: null });

test("one drill at a time goes its way: beats, an act that somebody asks for, and the end that an admin asks for", async () => {
  expect(await current()).toBeNull();
  const drill = await startDrill(server, { variation: "pid-reused" });
  expect(await current()).toMatchObject({
    id: drill.id,
    state: "starting",
    options: { variation: "pid-reused" },
  });
  expect(JSON.stringify(await current())).not.toMatch(/[0-9a-f]{64}|lks_/);
  const second = await call(server, "POST", "/api/v1/drills", { options: {}, runner: "caller" });
  expect(second).toMatchObject({ status: 409, body: { code: "conflict" } });

  const acts = [act("calm", "on"), act("hot", "pending")];
  const line = { at: 5, act: "calm", kind: "look", text: "Look here.", look: "/locks" };
  const beat = await drill.beat({
    state: "running",
    acts,
    next: "hot",
    coach: [line],
    sentence: "All is calm.",
  });
  expect(beat).toMatchObject({ status: 200, body: { startAct: null, stop: false } });
  const revision = (await call(server, "GET", "/api/v1/drills/current")).body["revision"];
  await drill.beat();
  expect(await current()).toMatchObject({
    state: "running",
    next: "hot",
    coach: [line],
    sentence: "All is calm.",
  });
  expect((await call(server, "GET", "/api/v1/drills/current")).body["revision"]).toBe(revision);

  const next = (who: typeof drill.fleet, id: string) =>
    call(who, "POST", `/api/v1/drills/${drill.id}/next`, { act: id });
  expect((await next(server, "canary")).status).toBe(409);
  expect(await next(drill.commander, "hot")).toMatchObject({ status: 200, body: { next: null } });
  expect((await next(server, "hot")).status).toBe(409);
  expect((await drill.beat({ next: "hot" })).body).toMatchObject({ startAct: "hot" });
  expect(await current()).toMatchObject({ next: null });
  expect((await drill.beat({ acts: [act("calm", "over"), act("hot", "on")] })).body).toMatchObject({
    startAct: null,
  });

  const asked = await call(server, "DELETE", `/api/v1/drills/${drill.id}`);
  expect(asked).toMatchObject({ status: 200, body: { ended: false } });
  expect((await drill.beat({ state: "running" })).body).toMatchObject({ stop: true });
  expect(await current()).toMatchObject({ state: "ending" });
  expect((await drill.end()).body).toMatchObject({ ended: true });
  expect(await current()).toBeNull();
  expect((await drill.end()).status).toBe(401);
});

test("a folder that cannot be a drill's is refused: it would hide the locks of others", async () => {
  const drill = await startDrill(server);
  for (const path of [
    "/",
    "/etc",
    "/tmp/locksmith-drill-x/..",
    "tmp/locksmith-drill-x",
    "/tmp/locksmith-drill-",
  ]) {
    expect((await drill.beat({ folder: { bootId, path, users: ["ops"] } })).status, path).toBe(422);
  }
  expect(
    (await drill.beat({ folder: { bootId: "", path: "/tmp/locksmith-drill-x", users: ["ops"] } })).status,
  ).toBe(422);
  await drill.end();
});

test("a host shows no lock on the drill's files while it is on, and again when it is over and the lock still there", async () => {
  const agent = new SpokenAgent(server, "node-1");
  await agent.hello();
  const folder = "/tmp/locksmith-drill-x1";
  const own = lockOn("node-1", 1, {
    path: `${folder}/aim_lock_config.conf`,
    resource: "aim_lock_config.conf",
  });
  const beside = lockOn("node-1", 2, { path: `${folder}2/aim_lock_config.conf` });
  const shown = async () => {
    const node = await call(server, "GET", "/api/v1/nodes/node-1");
    return (node.body["lockList"] as { path: string }[]).map(({ path }) => path).toSorted();
  };
  await agent.report({ full: true, locks: [own, beside] });
  const drill = await startDrill(server);
  await drill.beat({ folder: { bootId: "another", path: folder, users: ["ops"] } });
  expect(await shown()).toEqual([own.path, beside.path]);
  await drill.beat({ folder: { bootId, path: folder, users: ["ops"] } });
  expect(await shown()).toEqual([beside.path]);
  await agent.report({ full: true, locks: [own, beside] });
  await agent.report({ locks: [{ ...own, misses: 1 }] });
  expect(await shown()).toEqual([beside.path]);
  const ofDrill = await drillNode(drill, "drill:node-7");
  await ofDrill.report({
    full: true,
    locks: [lockOn("drill:node-7", 1, { path: own.path, resource: "aim_lock_config.conf" })],
  });
  const locks = await call(server, "GET", `/api/v1/locks?q=${encodeURIComponent(folder)}/`);
  expect(locks.body["items"]).toMatchObject([{ node: "drill:node-7", resource: file }]);
  await drill.end();
  const answer = await agent.report({ locks: [] });
  expect(answer.body).toMatchObject({ needSnapshot: true });
  await agent.report({ full: true, locks: [own, beside] });
  expect(await shown()).toEqual([own.path, beside.path]);
});

test("no lock that somebody else holds is hidden by a path that looks like one in the drill's folder", async () => {
  const agent = new SpokenAgent(server, "node-2");
  await agent.hello();
  const folder = "/tmp/locksmith-drill-x2";
  const heldBy = (inode: number, ...users: (string | null)[]) => {
    const lock = lockOn("node-2", inode, { path: `${folder}/f${inode}` });
    const [holder] = lock.holders;
    if (holder === undefined) throw new Error("a lock of the test has a holder");
    const holders = users.map((user) => ({ ...holder, process: { ...holder.process, user } }));
    return { ...lock, holders };
  };
  const locks = [heldBy(1, "ops"), heldBy(2, "eve"), heldBy(3, "ops", "eve"), heldBy(4, null), heldBy(5)];
  const shown = async () => {
    const node = await call(server, "GET", "/api/v1/nodes/node-2");
    return (node.body["lockList"] as { path: string }[]).map(({ path }) => path.slice(-1)).toSorted();
  };
  await agent.report({ full: true, locks });
  const drill = await startDrill(server);
  await drill.beat({ folder: { bootId, path: folder, users: ["ops", "1000"] } });
  expect(await shown()).toEqual(["2", "3", "4", "5"]);
  await agent.report({ full: true, locks });
  expect(await shown()).toEqual(["2", "3", "4", "5"]);
  await drill.end();
});

test("a drill pages nobody; where that was asked for, its pages say what they are, and are taken back at its end", async () => {
  const hot = { title: "It is HOT", resource: file, severity: "critical" };
  const silent = await startDrill(server);
  await call(silent.commander, "POST", "/api/v1/incidents", hot);
  const pages = (await call(server, "GET", "/api/v1/pages?state=all")).body["items"];
  expect(pages).toMatchObject([{ deliveries: [] }]);
  await silent.end();
  const loud = await startDrill(server, { deliverPages: true });
  await call(loud.commander, "POST", "/api/v1/incidents", hot);
  await receiver.got(1);
  await loud.end();
  const told = receiver.received.map(({ body }) => [body["event"], body["title"]]);
  expect(told).toEqual([
    ["trigger", expect.stringMatching(/^DRILL: /)],
    ["resolve", expect.stringMatching(/^DRILL: /)],
  ]);
});

test("what people started is ended with the drill: units are let go before it is over", async () => {
  const drill = await startDrill(server);
  const session = await drillSession(drill, "drill:node-7", "drill:guardian");
  const orders = `/api/v1/sessions/${session}/orders`;
  const unit = { unit: "u", service: "drill:guardian", kind: "in-process", can: ["drain"], state: "running" };
  await call(drill.fleet, "POST", orders, { units: [unit] });
  const spec = { kind: "drain", scope: { type: "drill" } };
  const reason = "the story has come to the drain";
  const planned = await call(drill.commander, "POST", "/api/v1/operations", { spec, reason });
  const { id, snapshot } = planned.body["operation"] as { id: string; snapshot: string };
  const reviewed = { "if-match": `"${snapshot}"` };
  const verb = (who: typeof drill.fleet, name: string, body: unknown) =>
    call(who, "POST", `/api/v1/operations/${id}/${name}`, body, reviewed);
  expect((await verb(drill.commander, "confirm", { reason, typedName: "drill" })).status).toBe(200);
  expect((await verb(drill.commander, "acknowledge", {})).status).toBe(403);
  expect((await verb(drill.onCall, "acknowledge", {})).status).toBe(200);
  const list = async (known: string) =>
    (await call(drill.fleet, "GET", `${orders}?waitMs=20000&known=${known}`)).body as {
      version: string;
      orders: { kind: string }[];
    };
  const empty = await list("");
  const held = empty.orders.length > 0 ? empty : await list(empty.version);
  expect(held.orders).toMatchObject([{ kind: "hold" }]);
  const [letGo] = await Promise.all([list(held.version), drill.end()]);
  expect(letGo.orders.filter(({ kind }) => kind === "hold")).toEqual([]);
  const audit = await call(server, "GET", "/api/v1/audit?action=operation.abort");
  expect(audit.body["items"]).toMatchObject([{ actor: "locksmith", operationId: id }]);
});

test("a drill goes on over a kill -9 of the console; what it left is removed with its runner's word", async () => {
  const drill = await startDrill(server);
  const session = await drillSession(drill, "drill:node-7", "drill:guardian");
  const path = `/api/v1/leases/${encodeURIComponent(file)}/acquire`;
  const granted = await call(drill.fleet, "POST", path, { sessionId: session, onLost: "keep" });
  await server.kill9();
  server = await start();
  const moved = { ...drill.fleet, url: server.url };
  const beat = await call(moved, "POST", `/api/v1/drills/${drill.id}/beat`, { sentence: "Still here." });
  expect(beat.status).toBe(200);
  expect((await call(moved, "POST", `/api/v1/sessions/${session}/beat`, { counter: 9 })).status).toBe(200);
  const lock = await call(server, "GET", `/api/v1/locks/native/${encodeURIComponent(file)}`);
  expect(lock.body).toMatchObject({ epoch: granted.body["epoch"], holder: { ownerId: session } });
  expect((await call(moved, "DELETE", `/api/v1/drills/${drill.id}`)).body).toMatchObject({ ended: true });
  expect(rowsWith(dataDir, ["drill:", drill.id])).toEqual([]);
});
