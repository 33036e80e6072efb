import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ConfigFleet } from "#lib/launch/testing/config-fleet.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";
import { locksOn } from "./file-locks.ts";

const before = "rate = 1\n# last touched by ada @ 03:12\n";
const after = "rate = 2\n# last touched by ben @ 04:00\n";

let server: ServerProcess;
let folder: string;
let fleet: ConfigFleet;
let host: RealHost;
let number = 0;

beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());
beforeEach(async () => {
  number += 1;
  folder = await mkdtemp(join(tmpdir(), "locksmith-canary-"));
  fleet = new ConfigFleet(server, folder, `aim_lock_config.conf ${number}`);
  host = new RealHost();
});
afterEach(async () => {
  await fleet.end();
  await host.end();
  await rm(folder, { recursive: true, force: true });
});

const nodes = () => ["a", "b", "c"].map((name) => `${name}${number}`);
const heart = { metric: "heart_rate", kind: "limit", min: 50, max: 70 };

test("a healthy version goes from one shadow to all, step by step, and is the promoted one then", async () => {
  const [a = "", b = "", c = ""] = nodes();
  await fleet.startAll([a, b, c], before);
  const version = await fleet.upload(after);
  const rules = [
    heart,
    { metric: "heart_rate", kind: "deviation", against: "group", maxDeviationPercent: 20 },
  ];
  const id = await fleet.begin({ version, targets: { by: "nodes", nodes: [a] }, rules });
  await fleet.operation(id, "the shadow", ({ nodes }) => nodes.some(({ state }) => state === "shadow"));
  expect(fleet.content(a)).toBe(before);
  expect(existsSync(`${fleet.file(a)}.shadow`)).toBe(true);
  expect((await fleet.operate(id, "promote")).status).toBe(409);
  for (const step of [1, 2, 3]) {
    await fleet.operation(
      id,
      `step ${step} to be baked`,
      ({ allowed }) => allowed["promote"]?.allowed === true,
    );
    expect(nodes().filter((node) => fleet.content(node) === after)).toHaveLength([0, 2, 3][step - 1] ?? -1);
    expect((await fleet.operate(id, "promote")).status).toBe(200);
  }
  const done = await fleet.operation(id, "the end", (op) => op.state === "done" && op);
  expect(done.result?.outcome).toBe("promoted");
  expect(nodes().map((node) => fleet.content(node))).toEqual([after, after, after]);
  expect(existsSync(`${fleet.file(a)}.shadow`)).toBe(false);
  expect(fleet.applied(a)).toBe(`shadow ${version}\nrunning ${version}\n`);
  expect((await fleet.call("GET", "")).body["promoted"]).toBe(version);
});

test("a node whose file is locked refuses with its reason, and everybody goes back", async () => {
  const [a = "", b = "", c = ""] = nodes();
  await fleet.startAll([a, b, c], before);
  const version = await fleet.upload(after);
  host.start("flock", ["--no-fork", fleet.file(b), "sleep", "600"]);
  await until("the lock", () => locksOn(fleet.file(b), []).mismatch);
  host.start("flock", ["--no-fork", fleet.file(b), "true"]);
  await until("the waiter", () => locksOn(fleet.file(b), []).mismatch === "HOT" || null);
  const id = await fleet.begin({ version, targets: { by: "nodes", nodes: [a, b] } });
  const failed = await fleet.operation(id, "the end", (op) => op.state === "failed" && op);
  expect(failed.sentence).toContain(`${b} refused: lock mismatch: ${fleet.name} HOT`);
  expect(failed.nodes.find(({ node }) => node === a)?.state).toBe("rolled-back");
  expect(nodes().map((node) => fleet.content(node))).toEqual([before, before, before]);
  expect(nodes().filter((node) => existsSync(`${fleet.file(node)}.shadow`))).toEqual([]);
});

test("a broken rule, and data that stop, take every node back by themselves", async () => {
  const [a = "", b = "", c = ""] = nodes();
  await fleet.startAll([a, b, c], before);
  const version = await fleet.upload(after);
  const spec = { version, targets: { by: "nodes", nodes: [a] }, rules: [heart], promoteByHand: false };
  const id = await fleet.begin({ ...spec, bakeMs: 1_500 });
  await fleet.operation(id, "the first that runs it", ({ nodes }) =>
    nodes.some(({ state }) => state === "promoted"),
  );
  fleet.measures(a, 190);
  const failed = await fleet.operation(id, "the end", (op) => op.state === "failed" && op);
  expect(failed.sentence).toContain(`heart_rate on ${a}: 190 is above 70`);
  expect(nodes().map((node) => fleet.content(node))).toEqual([before, before, before]);
  expect(fleet.applied(a).split("\n").at(-2)).toBe("running 1");

  fleet.measures(a, 60, null);
  const silent = await fleet.begin({ ...spec, bakeMs: 0 });
  const ended = await fleet.operation(silent, "the other end", (op) => op.state === "failed" && op);
  expect(ended.sentence).toMatch(/heart_rate on .*: Its value did not come within/);
});

test("an agent killed in the middle takes everything back by itself, and comes back to the promoted version when it returns", async () => {
  const [a = "", b = ""] = nodes();
  await fleet.startAll([a, b], before);
  const version = await fleet.upload(after);
  const id = await fleet.begin({
    version,
    targets: { by: "nodes", nodes: [a] },
    promoteByHand: false,
    bakeMs: 0,
  });
  await fleet.operation(id, "all to run it", (op) => op.state === "done");
  const next = await fleet.upload("rate = 3\n");
  const second = await fleet.begin({ version: next, targets: { by: "nodes", nodes: [a] }, bakeMs: 0 });
  await fleet.operation(
    second,
    "the shadow to be baked",
    ({ allowed }) => allowed["promote"]?.allowed === true,
  );
  await fleet.operate(second, "promote");
  await fleet.operation(second, "the next step", ({ nodes }) => nodes[0]?.state === "promoted");
  await fleet.agents.get(a)?.kill9();
  expect(fleet.content(a)).toBe("rate = 3\n");
  const ended = await fleet.operation(second, "the end", (op) => op.state === "failed" && op);
  expect(ended.sentence).toContain(`${a} is not heard of any more`);
  expect(ended.nodes.find(({ node }) => node === a)?.state).toBe("lost");
  await fleet.restart(a);
  await until("the promoted version", () => fleet.content(a) === after || null);
  expect([fleet.content(a), fleet.content(b)]).toEqual([after, after]);
});
