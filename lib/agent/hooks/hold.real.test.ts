import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { OperationDetail } from "#lib/contract/operations.ts";
import type { UnitList } from "#lib/contract/orders.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import {
  acknowledge,
  type Colleague,
  colleague,
  confirm,
  plan,
  until,
} from "#lib/server/operations/testing/people.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { acquire, openSession } from "#lib/server/testing/lock-world.ts";
import { HookHost } from "./testing/hook-host.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;
const hosts: HookHost[] = [];

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterEach(async () => {
  await server.stopAgents();
  for (const host of hosts.splice(0)) host.remove();
});
afterAll(() => server.stop());

function host(): HookHost {
  const made = new HookHost();
  hosts.push(made);
  return made;
}

async function units(node: string): Promise<UnitList["items"]> {
  return ((await call(server, "GET", `/api/v1/units?node=${node}`)).body as UnitList).items;
}

async function eventually(what: string, isSo: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await delay(50);
  }
}

async function agentWith(node: string, made: HookHost, scripts: Parameters<HookHost["args"]>[1]) {
  const agent = await server.startAgent({ node, args: made.args(`svc-${node}`, scripts) });
  await eventually("the units", async () => (await units(node)).length === Object.keys(scripts).length);
  return agent;
}

interface DrainWishes {
  holdMs?: number;
  deadlineMs?: number;
  onDeadline?: "give-up" | "go-on";
}

/** Planned by one, acknowledged by another. */
async function drain(node: string, wishes: DrainWishes = {}): Promise<string> {
  const spec = { kind: "drain", scope: { type: "node", node }, holdMs: 3_000, deadlineMs: 10_000, ...wishes };
  const planned = await plan(ada, spec);
  const confirmed = await confirm(ada, planned, node);
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  const acknowledged = await acknowledge(ben, planned);
  expect(acknowledged.status, JSON.stringify(acknowledged.body)).toBe(200);
  return planned.id;
}

const holding = (id: string) => until(ada, id, (seen) => isPaused(seen) && seen.state === "running");

test("a drain pauses the units, keeps new leases from the scope, and ends by itself", async () => {
  const made = host();
  await agentWith("plain", made, { one: { drain: "echo tasks=3; sleep 0.5; echo tasks=0" }, two: {} });
  const session = await openSession(server, "worker", "plain");
  expect((await acquire(server, "before", session)).status).toBe(200);
  const id = await drain("plain");
  await holding(id);
  expect((await units("plain")).map((unit) => [unit.state, unit.operationId])).toEqual([
    ["paused", id],
    ["paused", id],
  ]);
  const refused = await acquire(server, "during", session);
  expect(refused).toMatchObject({ status: 409, body: { code: "not-now", context: { operationId: id } } });
  expect((await acquire(server, "before", session)).status).toBe(200);
  const other = await openSession(server, "worker", "elsewhere");
  expect((await acquire(server, "during", other)).status).toBe(200);
  const done = await until(ada, id, (seen) => seen.state === "done");
  expect(done.result?.verified).toEqual(["2 of 2 units said that they run again."]);
  expect(made.done("one")).toEqual(["drain", "resume"]);
  expect((await acquire(server, "after", session)).status).toBe(200);
});

test("an empty scope, an unknown clear and a hold beyond the policy are refused; a viewer may not even plan", async () => {
  const spec = { kind: "drain", scope: { type: "node", node: "nowhere" } };
  const empty = await plan(ada, spec);
  expect(empty.plan.refusals).toEqual(["Nothing in node nowhere can be drained."]);
  expect((await confirm(ada, empty, "nowhere")).body).toMatchObject({ code: "gate-shut" });
  const unknown = await ada.call("POST", "/api/v1/operations", {
    spec: { ...spec, forOperation: "op_no" },
    reason: "a good reason",
  });
  expect(unknown.status).toBe(404);
  const eve = await colleague(server, "eve", "viewer");
  expect((await eve.call("POST", "/api/v1/operations", { spec, reason: "a good reason" })).status).toBe(403);
});

test("a unit that never answers: given up at the deadline, all run again; or gone on without it, and it is named", async () => {
  const made = host();
  await agentWith("stuck", made, { good: {}, hangs: { drain: "sleep 60" } });
  const first = await drain("stuck", { deadlineMs: 1_500 });
  const failed = await until(ada, first, (seen) => seen.state === "failed");
  expect(failed.result?.text).toContain("hangs on stuck did not pause in time");
  await eventually("both run again", async () =>
    (await units("stuck")).every((unit) => unit.state === "running"),
  );
  expect(made.done("good")).toEqual(["drain", "resume"]);
  const second = await drain("stuck", { deadlineMs: 1_500, holdMs: 2_000, onDeadline: "go-on" });
  const held = await until(ada, second, (seen) => seen.sentence.startsWith("Holding, but"));
  expect(held.sentence).toContain("hangs on stuck");
  await until(ada, second, (seen) => seen.state === "done");
});

test("a hook that ends badly is no acknowledgement, and its words are shown", async () => {
  const made = host();
  await agentWith("broken", made, { bad: { drain: "echo cannot stop >&2; exit 7" } });
  const id = await drain("broken", { deadlineMs: 1_500 });
  await eventually(
    "the words",
    async () => (await units("broken"))[0]?.note?.includes("cannot stop") === true,
  );
  const failed = await until(ada, id, (seen) => seen.state === "failed");
  expect((failed as unknown as OperationDetail).units[0]).toMatchObject({ ackedAt: null });
  expect(made.done("bad")).toEqual(["drain", "resume"]);
});

test("a hold is made longer and ended early; after its end neither can be asked for", async () => {
  const made = host();
  await agentWith("longer", made, { one: {} });
  const id = await drain("longer", { holdMs: 10_000 });
  await holding(id);
  const extension = await plan(ada, { kind: "extend", operationId: id, holdMs: 60_000 });
  expect((await confirm(ada, extension, null)).status).toBe(200);
  await until(ada, extension.id, (seen) => seen.state === "done");
  // The unit's own dead-man timer, by its own report: long after the first hold's end.
  await eventually("the unit to hold on for longer", async () => {
    const [unit] = await units("longer");
    return unit?.state === "paused" && (unit.holdUntilAt ?? 0) > Date.now() + 30_000;
  });
  const tooLong = await plan(ada, { kind: "extend", operationId: id, holdMs: 1_790_000 });
  expect(tooLong.plan.refusals[0]).toContain("The policy allows a hold of 30 min in all");
  const resume = await plan(ada, { kind: "resume", operationId: id });
  const extendLate = await plan(ada, { kind: "extend", operationId: id, holdMs: 1_000 });
  expect((await confirm(ada, resume, null)).status).toBe(200);
  await until(ada, id, (seen) => seen.state === "done");
  expect(made.done("one")).toEqual(["drain", "resume"]);
  expect((await confirm(ada, extendLate, null)).body).toMatchObject({ code: "changed-facts" });
});

test("of two drains on one unit the longer wins, and the end of one does not wake it", async () => {
  const made = host();
  await agentWith("twice", made, { one: {} });
  const long = await drain("twice", { holdMs: 60_000 });
  await holding(long);
  const short = await drain("twice", { holdMs: 60_000 });
  await holding(short);
  const resume = await plan(ada, { kind: "resume", operationId: short });
  await confirm(ada, resume, null);
  await until(ada, short, (seen) => seen.state === "done");
  expect((await units("twice"))[0]).toMatchObject({ state: "paused", operationId: long });
  expect(made.done("one")).toEqual(["drain"]);
  await ada.call("POST", `/api/v1/operations/${long}/abort`, { reason: "the test is over" });
  await until(ada, long, (seen) => seen.state === "aborted");
  await eventually("it runs", () => made.done("one").length === 2);
});

test("an agent that is killed while a unit is paused resumes it in time after its restart, not before", async () => {
  const made = host();
  const agent = await agentWith("killed", made, { one: {} });
  const id = await drain("killed", { holdMs: 6_000 });
  await holding(id);
  const heldFrom = performance.now();
  await agent.kill9();
  await server.startAgent({ node: "killed", args: made.args("svc-killed", { one: {} }) });
  expect(made.done("one")).toEqual(["drain"]);
  await eventually("the unit in its new session", async () =>
    (await units("killed")).some((u) => u.state === "paused"),
  );
  await eventually("it runs again", () => made.done("one").includes("resume"));
  const heldMs = performance.now() - heldFrom;
  expect(heldMs).toBeGreaterThan(3_000);
  expect(heldMs).toBeLessThan(12_000);
  expect(made.done("one")).toEqual(["drain", "resume"]);
  await until(ada, id, (seen) => seen.state === "done");
});

test("told to stop, an agent lets its units run: nobody would be there to do it", async () => {
  const made = host();
  const agent = await agentWith("leaving", made, { one: {} });
  const id = await drain("leaving", { holdMs: 60_000 });
  await holding(id);
  await agent.stop();
  expect(made.done("one")).toEqual(["drain", "resume"]);
  await ada.call("POST", `/api/v1/operations/${id}/abort`, { reason: "the test is over" });
});

test("the console is killed during a hold: units run again in time; a new one finds them so", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "locksmith-console-"));
  const first = await startServer({ pages: false, dataDir });
  const port = new URL(first.url).port;
  const made = host();
  const node = "orphaned";
  await first.startAgent({ node, args: made.args("svc", { one: {} }) });
  const cleo = await colleague(first, "cleo", "operator");
  const dan = await colleague(first, "dan", "approver");
  const unitsThere = async (target: ServerProcess) =>
    ((await call(target, "GET", "/api/v1/units")).body as UnitList).items;
  await eventually("the unit", async () => (await unitsThere(first)).length === 1);
  const spec = { kind: "drain", scope: { type: "fleet" }, holdMs: 3_000, deadlineMs: 3_000 };
  const planned = await plan(cleo, spec);
  await confirm(cleo, planned, "fleet");
  await acknowledge(dan, planned);
  await until(cleo, planned.id, (seen) => isPaused(seen));
  // Until it heard that the hold began, it counts on the whole time that the others may take.
  await eventually(
    "the shorter time",
    async () => ((await unitsThere(first))[0]?.holdUntilAt ?? 0) < Date.now() + 4_200,
  );
  const heldFrom = performance.now();
  process.kill(first.pid, "SIGKILL");
  await eventually("it runs again", () => made.done("one").includes("resume"));
  const heldMs = performance.now() - heldFrom;
  expect(heldMs).toBeGreaterThan(300);
  expect(heldMs).toBeLessThan(5_500);
  const second = await startServer({ pages: false, dataDir, args: ["--port", port] });
  const after = await until(cleo, planned.id, (seen) => ["done", "failed"].includes(seen.state));
  expect(after.state).toBe("done");
  expect((await unitsThere(second)).map((unit) => unit.state)).toEqual(["running"]);
  expect(made.done("one")).toEqual(["drain", "resume"]);
  await first.stopAgents();
  await second.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every unit of the drain has said that it is paused. */
function isPaused({ sentence }: { sentence: string }): boolean {
  return /^(?:The unit is|All \d+ units are) paused/.test(sentence);
}
