import { afterAll, beforeAll, expect, test } from "vitest";
import type { RosterEntryRow } from "#lib/contract/operations.ts";
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
import { acquire, lockOn, openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";
import { kernelProcess } from "#lib/server/testing/records.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());

async function rosterOf(source: "native" | "kernel", key: string): Promise<RosterEntryRow[]> {
  const spec = { kind: "clear", source, key };
  const answer = await ada.call("POST", "/api/v1/operations", { spec, reason: "only to look", dryRun: true });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body["roster"] as RosterEntryRow[];
}

async function sessionWith(node: string, service: string, change: object): Promise<string> {
  const instanceId = `instance-of-${service}-${node}`;
  const body = { node, service, instanceId, ttlMs: 60_000, ...change };
  const answer = await call(server, "POST", "/api/v1/sessions", body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return String(answer.body["sessionId"]);
}

const states = (roster: RosterEntryRow[]) =>
  roster.map(({ label, because, state }) => `${label}: ${because}, ${state}`);

test("a lease: who waits, was refused, had it, or takes it in its course; nobody who is gone, and not its holder", async () => {
  const resource = "roster.conf";
  const node = "roster-1";
  const [before, gone, holder, refused, waiter] = await Promise.all(
    ["before", "gone", "holder", "refused", "waiter"].map((service) => openSession(server, service, node)),
  );
  for (const id of [before, gone]) {
    const { body } = await acquire(server, resource, id ?? "");
    const path = `/api/v1/leases/${resource}/release`;
    await call(server, "POST", path, { sessionId: id, epoch: body["epoch"] });
  }
  await call(server, "DELETE", `/api/v1/sessions/${gone}`);
  await acquire(server, resource, holder ?? "");
  await acquire(server, resource, refused ?? "");
  const waiting = call(server, "POST", `/api/v1/leases/${resource}/acquire`, {
    sessionId: waiter,
    waitMs: 20_000,
  });
  await sessionWith(node, "cycle", { role: "orchestrator", resources: [resource] });
  await sessionWith(node, "other-cycle", { role: "orchestrator", resources: ["another.conf"] });
  await sessionWith(node, "namer", { role: "worker", resources: [resource] });
  for (;;) {
    const lock = await call(server, "GET", `/api/v1/locks/native/${resource}`);
    if (lock.body["waiters"] === 1) break;
  }
  expect(states(await rosterOf("native", resource)).sort()).toEqual([
    "before on roster-1: took-it, free",
    "cycle on roster-1: orchestrator, free",
    "refused on roster-1: was-refused, free",
    "waiter on roster-1: waiter, free",
  ]);
  await call(server, "DELETE", `/api/v1/sessions/${waiter}`);
  await waiting;
});

test("a kernel lock: a waiter is free until the session that it works under says that it is paused", async () => {
  const node = "roster-2";
  const agent = new SpokenAgent(server, node);
  await agent.hello();
  const process = kernelProcess(node, 70);
  const waiters = [
    { pid: 70, process },
    { pid: 71, process: kernelProcess(node, 71) },
    { pid: 72, process: null },
  ];
  await agent.report({ full: true, locks: [lockOn(node, 9, { waiters })] });
  const { ppid: _, command: __, user: ___, unit: ____, startedAt: _____, ...identity } = process;
  const session = await sessionWith(node, "arm", {
    processes: [{ ...identity, instanceId: "instance-of-arm-roster-2" }],
  });
  const key = `${node}/flock/8:1:9/0-EOF`;
  const unit = { unit: "main", service: "arm", kind: "in-process", can: ["drain"], state: "running" };
  const path = `/api/v1/sessions/${session}/orders`;
  await call(server, "POST", path, { units: [unit] });
  expect(states(await rosterOf("kernel", key)).sort()).toEqual([
    "PID 72 on roster-2: waiter, free",
    "arm on roster-2: waiter, free",
    "worker-71 --run (PID 71) on roster-2: waiter, free",
  ]);

  const planned = await plan(ada, {
    kind: "drain",
    scope: { type: "service", service: "arm" },
    deadlineMs: 20_000,
  });
  await confirm(ada, planned, "arm");
  await acknowledge(ben, planned);
  await until(ada, planned.id, (seen) => seen.state === "running");
  const orderIds = [`${planned.id}/main`];
  const paused = { ...unit, state: "paused", orderIds, holdRemainingMs: 60_000 };
  await call(server, "POST", path, { units: [{ ...paused, holdRemainingMs: 0 }] });
  expect(states(await rosterOf("kernel", key))).toContain("arm on roster-2: waiter, free");
  await call(server, "POST", path, { units: [paused] });
  expect(states(await rosterOf("kernel", key))).toContain("arm on roster-2: waiter, drained");
  await ada.call("POST", `/api/v1/operations/${planned.id}/abort`, { reason: "the test is over" });
});
