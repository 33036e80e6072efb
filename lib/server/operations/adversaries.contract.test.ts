import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { openSession } from "#lib/server/testing/lock-world.ts";
import { orphanLease } from "./testing/orphans.ts";
import {
  acknowledge,
  type Colleague,
  colleague,
  confirm,
  look,
  plan,
  reason,
  type Seen,
} from "./testing/people.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;
let eve: Colleague;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
  eve = await colleague(server, "eve", "admin");
});
afterAll(() => server.stop());

const clearOf = (resource: string) => ({ kind: "clear", source: "native", key: resource });
const abort = (seen: Seen) => ada.call("POST", `/api/v1/operations/${seen.id}/abort`, { reason });

test("a page that is no longer true confirms nothing, and shows the difference", async () => {
  const orphan = await orphanLease(server, "stale-page");
  const seen = await plan(ada, clearOf(orphan.resource));
  const token = { sessionId: orphan.sessionId, epoch: orphan.epoch };
  await call(server, "POST", `/api/v1/leases/${orphan.resource}/release`, token);
  const next = await openSession(server, "next-owner");
  await call(server, "POST", `/api/v1/leases/${orphan.resource}/acquire`, { sessionId: next });
  const answer = await confirm(ada, seen, orphan.resource);
  expect(answer.status).toBe(409);
  expect(answer.body["code"]).toBe("changed-facts");
  const { changes, operation } = answer.body["context"] as {
    changes: { key: string; was: string; is: string }[];
    operation: Seen;
  };
  expect(changes.find(({ key }) => key === "holder")).toMatchObject({ was: orphan.sessionId, is: next });
  expect(operation.snapshot).not.toBe(seen.snapshot);
  expect(operation.plan.refusals[0]).toContain("live");
  // Also with the new snapshot: a living owner is never cleared.
  const again = await confirm(ada, operation, orphan.resource);
  expect(again.body["code"]).toBe("gate-shut");
  expect((await look(ada, seen.id)).state).toBe("planned");
});

test("a living owner is refused in the plan, with the reason", async () => {
  const sessionId = await openSession(server, "alive");
  await call(server, "POST", "/api/v1/leases/of-the-living/acquire", { sessionId });
  const seen = await plan(ada, clearOf("of-the-living"));
  expect(seen.plan.refusals[0]).toContain("nothing is taken from the living");
  expect(seen.allowed["confirm"]?.allowed).toBe(false);
  expect((await confirm(ada, seen, "of-the-living")).body["code"]).toBe("gate-shut");
});

test("a confirmation without the snapshot, the typed name or a reason is refused", async () => {
  const { resource } = await orphanLease(server, "half-confirmed");
  const seen = await plan(ada, clearOf(resource));
  const path = `/api/v1/operations/${seen.id}/confirm`;
  expect((await ada.call("POST", path, { reason, typedName: resource })).status).toBe(428);
  expect((await confirm(ada, seen, "another-name")).status).toBe(422);
  const silent = await ada.call(
    "POST",
    path,
    { reason: "x", typedName: resource },
    { "if-match": `"${seen.snapshot}"` },
  );
  expect(silent.status).toBe(422);
  expect((await confirm(ada, { ...seen, snapshot: "0".repeat(64) }, resource)).body["code"]).toBe(
    "changed-facts",
  );
  expect((await look(ada, seen.id)).state).toBe("planned");
});

test("a double click, a replay and two commanders are one effect", async () => {
  const { resource } = await orphanLease(server, "double-click");
  const key = { "idempotency-key": "one-click" };
  const body = { spec: clearOf(resource), reason };
  const made = await Promise.all([1, 2].map(() => ada.call("POST", "/api/v1/operations", body, key)));
  const ids = new Set(made.map((answer) => (answer.body["operation"] as Seen).id));
  expect(ids.size).toBe(1);
  const seen = made[0]?.body["operation"] as Seen;
  const other = await ada.call(
    "POST",
    "/api/v1/operations",
    { ...body, spec: { ...clearOf(resource), killAfterMs: 5_000 } },
    key,
  );
  expect(other.status).toBe(409);
  const rival = await plan(eve, clearOf(resource));
  const clicks = await Promise.all(
    [1, 2].map(() => confirm(ada, seen, resource, { "idempotency-key": "confirm-1" })),
  );
  expect(clicks.map(({ status }) => status)).toEqual([200, 200]);
  expect((await confirm(ada, seen, resource, { "idempotency-key": "confirm-2" })).body["code"]).toBe(
    "not-now",
  );
  expect((await confirm(eve, rival, resource)).body["code"]).toBe("conflict");
  const { history } = (await look(ada, seen.id)) as unknown as { history: { kind: string }[] };
  expect(history.filter(({ kind }) => kind === "operation.confirmed")).toHaveLength(1);
  await abort(seen);
});

test("of two commanders who confirm at the same moment, one does", async () => {
  const { resource } = await orphanLease(server, "two-at-once");
  const plans = await Promise.all([ada, ben, eve].map((one) => plan(one, clearOf(resource))));
  const answers = await Promise.all(
    [ada, ben, eve].map((one, i) => confirm(one, plans[i] as Seen, resource)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  await Promise.all(plans.map(abort));
});

test("nobody is the second person to their own request, also not through a token", async () => {
  const { resource } = await orphanLease(server, "self-approval");
  const made = await eve.call("POST", "/api/v1/tokens", { name: "eves", scope: "admin" });
  const token = { authorization: `Bearer ${String(made.body["secret"])}` };
  const target = { ...server, adminToken: String(made.body["secret"]) };
  const byToken = await call(target, "POST", "/api/v1/operations", { spec: clearOf(resource), reason });
  const seen = byToken.body["operation"] as Seen;
  const body = { reason, typedName: resource };
  const etag = { "if-match": `"${seen.snapshot}"` };
  expect((await call(target, "POST", `/api/v1/operations/${seen.id}/confirm`, body, etag)).status).toBe(200);
  const self = await acknowledge(eve, seen);
  expect([self.status, self.body["code"]]).toEqual([403, "self-acknowledgement"]);
  const own = await call(
    target,
    "POST",
    `/api/v1/operations/${seen.id}/acknowledge`,
    {},
    { ...etag, ...token },
  );
  expect(own.body["code"]).toBe("self-acknowledgement");
  const anyToken = await call(server, "POST", `/api/v1/operations/${seen.id}/acknowledge`, {}, etag);
  expect(anyToken.body["code"]).toBe("self-acknowledgement");
  expect((await look(eve, seen.id)).allowed["acknowledge"]?.allowed).toBe(false);
  expect((await look(ben, seen.id)).allowed["acknowledge"]?.allowed).toBe(true);
  expect((await ada.call("POST", `/api/v1/operations/${seen.id}/acknowledge`, {}, etag)).status).toBe(403);
  await eve.call("POST", `/api/v1/operations/${seen.id}/abort`, { reason });
  const aborted = await look(eve, seen.id);
  expect(["aborting", "aborted"]).toContain(aborted.state);
});

test("two people override what is not proven, never the comparison, and it says so for good", async () => {
  const { resource } = await orphanLease(server, "overridden", { ttlMs: 3_000 });
  const clear = await plan(ada, clearOf(resource));
  await confirm(ada, clear, resource);
  const never = await plan(ben, { kind: "bypass", operationId: clear.id, gates: ["targets", "grace"] });
  expect(never.plan.refusals[0]).toContain("Nobody can override");
  const seen = await plan(ben, {
    kind: "bypass",
    operationId: clear.id,
    gates: ["acknowledged"],
    validMs: 5_000,
  });
  expect(seen.plan.notVerified[0]).toContain("second person");
  const unread = await confirm(ben, seen, resource);
  expect(unread.status).toBe(422);
  const read = { reason, typedName: resource, readNotVerified: true };
  const etag = { "if-match": `"${seen.snapshot}"` };
  expect((await ben.call("POST", `/api/v1/operations/${seen.id}/confirm`, read, etag)).status).toBe(200);
  const alone = await ben.call(
    "POST",
    `/api/v1/operations/${seen.id}/acknowledge`,
    { readNotVerified: true },
    etag,
  );
  expect(alone.body["code"]).toBe("self-acknowledgement");
  const both = await eve.call(
    "POST",
    `/api/v1/operations/${seen.id}/acknowledge`,
    { readNotVerified: true },
    etag,
  );
  expect(both.status).toBe(200);
  await expect.poll(async () => (await look(ada, clear.id)).state, { timeout: 20_000 }).toBe("running");
  await expect
    .poll(async () => (await look(ada, clear.id)).state, { timeout: 90_000, interval: 500 })
    .toBe("done");
  const { result } = await look(ada, clear.id);
  expect(result?.notVerified.join(" ")).toContain("Overridden by two people");
});
