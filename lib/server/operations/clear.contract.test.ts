import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call, listen } from "#lib/server/testing/api-call.ts";
import { openSession } from "#lib/server/testing/lock-world.ts";
import { orphanLease } from "./testing/orphans.ts";
import { acknowledge, type Colleague, colleague, confirm, plan, reason, until } from "./testing/people.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());

const clearOf = (resource: string) => ({ kind: "clear", source: "native", key: resource });

test("a lease of a dead owner is cleared by two people, its token refused, its resource kept shut, then open", async () => {
  const { resource, epoch } = await orphanLease(server, "dead-owner", { ttlMs: 3_000 });
  const planned = await plan(ada, clearOf(resource));
  expect((await confirm(ada, planned, resource)).status).toBe(200);
  expect((await acknowledge(ben, planned)).status).toBe(200);
  const running = await until(ada, planned.id, (seen) => seen.state === "running");
  expect(running.sentence).toContain("quarantine");
  const check = await call(server, "POST", `/api/v1/leases/${resource}/check`, { epoch });
  expect(check.status).toBe(409);
  const done = await until(ada, planned.id, (seen) => seen.state === "done");
  expect(done.result?.outcome).toBe("cleared");
});

test("in the quarantine nobody is let in, then the named successor alone, and it is verified", async () => {
  const { resource, epoch, sessionId } = await orphanLease(server, "succession", { ttlMs: 3_000 });
  const successor = { node: "node-8", service: "watchdog" };
  const planned = await plan(ada, { ...clearOf(resource), successor });
  await confirm(ada, planned, resource);
  await acknowledge(ben, planned);
  await until(ada, planned.id, (seen) => seen.state === "running");
  const path = `/api/v1/leases/${resource}/acquire`;
  const stranger = await openSession(server, "stranger", "node-9");
  const watchdog = await openSession(server, successor.service, successor.node);
  const refused = await call(server, "POST", path, { sessionId: watchdog });
  expect(refused.body["detail"]).toContain("quarantine");
  const lock = () => call(server, "GET", `/api/v1/locks/native/${resource}`);
  expect((await lock()).body).toMatchObject({ state: "quarantined", epoch: epoch + 1 });
  // Both wait for it; the stranger came first.
  const waits = [stranger, watchdog].map((id) =>
    call(server, "POST", path, { sessionId: id, waitMs: 60_000 }),
  );
  const got = await waits[1];
  expect([got?.status, got?.body["epoch"]]).toEqual([200, epoch + 2]);
  const verifying = await until(ada, planned.id, (seen) => seen.sentence.includes("took it"));
  expect(verifying.state).toBe("verifying");
  for (let counter = 1; counter < 4; counter += 1) {
    await call(server, "POST", `/api/v1/sessions/${watchdog}/beat`, { counter });
  }
  const done = await until(ada, planned.id, (seen) => seen.state !== "verifying");
  expect(done).toMatchObject({ state: "done", result: { outcome: "cleared" } });
  expect(done.result?.verified.join(" ")).toContain("refused");
  const renewed = await call(server, "POST", `/api/v1/leases/${resource}/renew`, { sessionId, epoch });
  expect(renewed.status).toBeGreaterThanOrEqual(400);
  const { cleared } = (await lock()).body as { cleared: { by: string[]; after: string; reason: string } };
  expect(cleared).toMatchObject({ by: ["ada", "ben"], reason });
  expect(cleared.after).toContain("watchdog on node-8");
  // Open again: what waited first is next.
  await call(server, "POST", `/api/v1/leases/${resource}/release`, { sessionId: watchdog, epoch: epoch + 2 });
  expect((await waits[0])?.status).toBe(200);
});

test("while somebody who takes it in a cycle is not paused, the last gate stays shut and names them", async () => {
  const { resource } = await orphanLease(server, "re-grabber", { ttlMs: 3_000 });
  const instanceId = "instance-of-orchestrator-7";
  const roles = { role: "orchestrator", resources: [resource] };
  const session = { node: "node-8", service: "orchestrator", instanceId, ttlMs: 60_000, ...roles };
  await call(server, "POST", "/api/v1/sessions", session);
  const planned = await plan(ada, clearOf(resource));
  await confirm(ada, planned, resource);
  await acknowledge(ben, planned);
  const shut = await until(ada, planned.id, ({ plan: { gates } }) =>
    gates.every(({ id, state }) => state === (id === "quiesced" ? "shut" : "open")),
  );
  const last = shut.plan.gates.find(({ id }) => id === "quiesced") as { awaiting?: string[] } | undefined;
  expect(last?.awaiting).toEqual(["orchestrator on node-8"]);
  expect(shut.state).toBe("waiting");
  await ada.call("POST", `/api/v1/operations/${planned.id}/abort`, { reason });
  const aborted = await until(ada, planned.id, (seen) => seen.state === "aborted");
  expect(aborted.result?.verified).toEqual(["The holder was not touched."]);
  const lock = await call(server, "GET", `/api/v1/locks/native/${resource}`);
  expect(lock.body).toMatchObject({ state: "held", verdict: "orphan" });
});

test("operations come with the stream, and a stream that resumes has missed none", async () => {
  const { resource } = await orphanLease(server, "streamed", { ttlMs: 3_000 });
  const before = Number((await call(server, "GET", "/api/v1/status")).body["revision"]);
  const live = await listen(server, "/api/v1/stream?topics=operations");
  const planned = await plan(ada, clearOf(resource));
  await confirm(ada, planned, resource);
  const overview = await call(server, "GET", "/api/v1/overview");
  expect(overview.body["operations"]).toMatchObject({ open: 1, awaitingAck: 1 });
  const states = new Set<string>();
  for await (const row of rowsOf(live.messages, planned.id)) {
    states.add(row.state);
    if (row.awaitsAck) break;
  }
  expect(states).toContain("waiting");
  live.close();
  const resumed = await listen(server, `/api/v1/stream?topics=operations&since=${before}`);
  for await (const row of rowsOf(resumed.messages, planned.id)) {
    expect(row).toMatchObject({ state: "waiting", kind: "clear", lockId: `native/${resource}` });
    break;
  }
  resumed.close();
  const open = await ada.call("GET", `/api/v1/operations?open=true&lockId=native/${resource}`);
  expect(open.body).toMatchObject({ total: 1, items: [{ id: planned.id }] });
  await ada.call("POST", `/api/v1/operations/${planned.id}/abort`, { reason });
});

interface Row {
  id: string;
  state: string;
  awaitsAck: boolean;
}

async function* rowsOf(
  messages: AsyncIterable<{ event: string; data: string }>,
  id: string,
): AsyncGenerator<Row> {
  for await (const { event, data } of messages) {
    if (event !== "change") continue;
    const { operations = [] } = JSON.parse(data) as { operations?: Row[] };
    for (const row of operations) if (row.id === id) yield row;
  }
}
