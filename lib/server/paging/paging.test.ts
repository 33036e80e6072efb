import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AuditList } from "#lib/contract/audit.ts";
import type { PageList, PageTarget } from "#lib/contract/paging.ts";
import { limits } from "#lib/domain/limits.ts";
import { auditRoutes } from "#lib/server/audit/routes.ts";
import { type Console, startConsole } from "#lib/server/auth/testing/console.ts";
import { Deliverer } from "./deliverer.ts";
import { acknowledgePage, type NewPage, raisePage, resolvePage } from "./raise-page.ts";
import { pagingRoutes } from "./routes.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

let it: Console;
let receiver: Receiver;
let deliverer: Deliverer;
beforeEach(async () => {
  it = await startConsole("https://locks.example.org", [...pagingRoutes, ...auditRoutes()]);
  receiver = await startReceiver();
  const { store, clock, paging } = it.context;
  deliverer = new Deliverer({
    store,
    clock,
    desk: paging,
    log: pino({ level: "silent" }),
    random: () => 0,
    send: (target, message, signal) => paging.send(target, message, signal),
  });
});
afterEach(async () => {
  await deliverer.stop();
  await receiver.close();
  await it.close();
});

const hold: NewPage = {
  operationId: "op_1",
  lockId: "native/aim_lock_config.conf",
  resource: "aim_lock_config.conf",
  severity: "critical",
  title: "Clear the native lock of aim_lock_config.conf",
  text: "One lock is waiting.",
  askedBy: "Ada",
};

async function addTarget(change: Record<string, unknown> = {}): Promise<PageTarget> {
  const body = { name: "on-call", format: "json", url: `${receiver.url}/hook`, ...change };
  const response = await it.call("POST", "/page-targets", { token: it.adminToken, body });
  expect(response.status).toBe(201);
  return (await response.json()) as PageTarget;
}

async function raise(change: Partial<NewPage> = {}): Promise<string> {
  const { value } = await it.context.store.write((tx) => raisePage(it.context, tx, { ...hold, ...change }));
  return value.id;
}

/** Attempts that are due now, to their end. */
async function deliver(): Promise<void> {
  deliverer.round();
  await deliverer.idle();
}

async function pages(state = "all"): Promise<PageList["items"]> {
  const response = await it.call("GET", `/pages?state=${state}`, { token: it.adminToken });
  return ((await response.json()) as PageList).items;
}

test("a page goes out once, with a deep link on the public address, and says so", async () => {
  await addTarget();
  await raise();
  await deliver();
  await deliver();
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]).toMatchObject({
    path: "/hook",
    body: { event: "trigger", url: "https://locks.example.org/operations/op_1", lock: hold.lockId },
  });
  expect(await pages()).toMatchObject([
    { deliveries: [{ state: "delivered", attempts: 1, lastError: null }] },
  ]);
});

test("one that fails twice is tried again with longer pauses, and then it has arrived", async () => {
  receiver.answerWith(503, 503, 200);
  await addTarget();
  await raise();
  await deliver();
  expect(await pages()).toMatchObject([
    { deliveries: [{ state: "waiting", attempts: 1, lastError: "answered 503" }] },
  ]);
  await deliver();
  expect(receiver.received).toHaveLength(1);
  it.clock.offsetMs += limits.pageBackoffMinMs;
  await deliver();
  it.clock.offsetMs += limits.pageBackoffMinMs;
  await deliver();
  expect(receiver.received).toHaveLength(2);
  it.clock.offsetMs += limits.pageBackoffMinMs;
  await deliver();
  expect(receiver.received).toHaveLength(3);
  const told = await it.context.store.events({ ownerId: "op_1", limit: 10 });
  expect(told.map((event) => event.text)).toEqual(["The page reached on-call."]);
  expect(await pages()).toMatchObject([{ deliveries: [{ state: "delivered", attempts: 3 }] }]);
});

test("one that never takes it is given up after so many attempts, and what follows is not sent", async () => {
  receiver.answerWith(500);
  await addTarget();
  const id = await raise();
  for (let n = 0; n < limits.pageAttemptsMax + 3; n += 1) {
    await deliver();
    it.clock.offsetMs += limits.pageBackoffMaxMs;
  }
  await it.context.store.write((tx) => resolvePage(it.context, tx, id));
  receiver.answerWith(200);
  await deliver();
  expect(receiver.received).toHaveLength(limits.pageAttemptsMax);
  const told = await it.context.store.events({ ownerId: "op_1", limit: 10 });
  expect(told.map((event) => event.text)).toEqual(["The page did not reach on-call: answered 500."]);
  expect((await pages())[0]?.deliveries.map((one) => one.state)).toEqual(["failed", "failed"]);
});

test("acknowledged and over are told after the page, each once, whatever order they were written in", async () => {
  await addTarget();
  const id = await raise();
  await it.context.store.write(async (tx) => {
    await acknowledgePage(it.context, tx, id, "Bob");
    await acknowledgePage(it.context, tx, id, "Eve");
    await resolvePage(it.context, tx, id);
    await resolvePage(it.context, tx, id);
  });
  for (let n = 0; n < 5; n += 1) await deliver();
  expect(receiver.received.map(({ body }) => `${body["event"]} ${body["by"]}`)).toEqual([
    "trigger Ada",
    "acknowledge Bob",
    "resolve Bob",
  ]);
});

test("a late word about an old page does not end the new one of the same lock", async () => {
  await addTarget();
  const old = await raise();
  await deliver();
  await it.context.store.write((tx) => resolvePage(it.context, tx, old));
  it.clock.offsetMs += 10;
  await raise();
  for (let n = 0; n < 3; n += 1) await deliver();
  expect(receiver.received.map(({ body }) => body["event"])).toEqual(["trigger", "trigger"]);
  expect((await pages()).at(-1)?.deliveries[1]?.lastError).toContain("newer page");
});

test("a page that is rolled back with its write is neither kept nor sent", async () => {
  await addTarget();
  const work = it.context.store.write(async (tx) => {
    await raisePage(it.context, tx, hold);
    throw new Error("undone");
  });
  await expect(work).rejects.toThrow("undone");
  await deliver();
  expect(receiver.received).toEqual([]);
  expect(await pages()).toEqual([]);
});

test("a receiver that hangs delays nobody else", async () => {
  const slow = await startReceiver("hang");
  await addTarget({ name: "slow", url: slow.url });
  await addTarget();
  await raise();
  deliverer.round();
  await receiver.got(1);
  await slow.got(1);
  expect((await pages())[0]?.deliveries[0]).toMatchObject({ targetName: "slow", state: "waiting" });
  await deliverer.stop();
  await slow.close();
});

test("secrets and what identifies a Slack webhook are never answered, nor audited", async () => {
  await addTarget({
    name: "pager",
    format: "pagerduty",
    secret: "R0UTINGKEY",
    url: "https://events.example.org/v2/enqueue",
  });
  await addTarget({ name: "chat", format: "slack", url: "https://hooks.example.org/services/T0/B0/xyzzy" });
  const { id } = await addTarget({ secret: "t0ken", url: `${receiver.url}/hook?key=k3y` });
  await it.call("PATCH", `/page-targets/${id}`, {
    token: it.adminToken,
    body: { secret: "other", name: "n2" },
  });
  const shown = await (await it.call("GET", "/page-targets", { token: it.adminToken })).text();
  const audit = (await (await it.call("GET", "/audit", { token: it.adminToken })).json()) as AuditList;
  for (const text of [shown, JSON.stringify(audit)]) {
    for (const secret of ["R0UTINGKEY", "xyzzy", "t0ken", "other", "k3y"]) expect(text).not.toContain(secret);
  }
  expect(audit.items.map((row) => row.action)).toEqual([
    "paging.change",
    "paging.create",
    "paging.create",
    "paging.create",
  ]);
  expect(audit.items[0]?.detail).toBe("name was on-call, secret replaced");
});

test("a target that is wrong is refused with the field's name", async () => {
  const post = (body: unknown) => it.call("POST", "/page-targets", { token: it.adminToken, body });
  const base = { name: "x", format: "json", url: "https://a.example.org/" };
  for (const [body, field] of [
    [{ ...base, url: "ftp://a.example.org" }, "url"],
    [{ ...base, url: "http://169.254.169.254/latest" }, "url"],
    [{ ...base, url: "https://u:p@a.example.org/" }, "url"],
    [{ ...base, format: "pagerduty" }, "secret"],
    [{ ...base, secret: "a\r\nHost: b" }, "secret"],
    [{ ...base, colour: "red" }, "body"],
  ] as const) {
    const response = await post(body);
    expect(response.status, JSON.stringify(body)).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ field }] });
  }
});

test("a test page is sent now, says what came of it, and ends the incident that it opened", async () => {
  const { id } = await addTarget({ format: "pagerduty", secret: "key", enabled: false });
  const ask = async () =>
    (await it.call("POST", `/page-targets/${id}/test`, { token: it.adminToken, body: {} })).json();
  expect(await ask()).toMatchObject({ delivered: true });
  expect(receiver.received.map(({ body }) => body["event_action"])).toEqual(["trigger", "resolve"]);
  receiver.answerWith(401);
  expect(await ask()).toMatchObject({ delivered: false, text: "Not delivered: answered 401." });
});

test("a receiver that was removed or switched off gets nothing more", async () => {
  const off = await addTarget();
  const gone = await addTarget();
  await raise();
  await it.call("PATCH", `/page-targets/${off.id}`, { token: it.adminToken, body: { enabled: false } });
  await it.call("DELETE", `/page-targets/${gone.id}`, { token: it.adminToken });
  await deliver();
  expect(receiver.received).toEqual([]);
  expect((await pages())[0]?.deliveries.map((one) => one.lastError)).toEqual([
    "The receiver was switched off.",
    "The receiver was removed.",
  ]);
  expect((await it.context.store.get("page-target", gone.id))?.value.secret).toBeNull();
});

test("the inbox has what nobody came for, newest first", async () => {
  const first = await raise();
  it.clock.offsetMs += 5;
  const second = await raise();
  await it.context.store.write((tx) => acknowledgePage(it.context, tx, first, "Bob"));
  expect((await pages("awaiting")).map((page) => page.id)).toEqual([second]);
  expect((await pages("open")).map((page) => page.id)).toEqual([second, first]);
  await it.context.store.write((tx) => resolvePage(it.context, tx, second));
  expect(await pages("awaiting")).toEqual([]);
});
