import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSse } from "#lib/client/sse.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { askers, rightsTable } from "#lib/server/auth/testing/rights-table.ts";
import { startDrill } from "#lib/server/drills/testing/drill-calls.ts";
import { call, listen } from "#lib/server/testing/api-call.ts";

let dataDir: string;
let server: ServerProcess;
const start = () => startServer({ pages: false, dataDir });
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "displays-"));
  server = await start();
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** As a browser of this origin sends it. */
function browse(method: string, path: string, cookie: string, body?: unknown): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: method.toUpperCase(),
    headers: {
      "sec-fetch-site": "same-origin",
      "x-locksmith": "1",
      ...(cookie === "" ? {} : { cookie }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function makeDisplay(name: string) {
  const { body } = await call(server, "POST", "/api/v1/tokens", { name, scope: "display" });
  const entered = await browse("POST", "/api/v1/displays/enter", "", { secret: body["secret"] });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return { id: String(body["id"]), secret: String(body["secret"]), cookie };
}

async function openStream(cookie: string) {
  const response = await browse("GET", "/api/v1/stream?topics=locks", cookie);
  if (response.body === null) throw new Error("no stream");
  const messages = readSse(response.body);
  const next = async () => (await messages.next()).value ?? null;
  return { next, response };
}

async function streamsOf(id: string): Promise<number | undefined> {
  const { body } = await call(server, "GET", "/api/v1/tokens");
  return (body["items"] as { id: string; openStreams: number }[]).find((one) => one.id === id)?.openStreams;
}

test("a display that is revoked is told so at once, before any other stream has its next tick", async () => {
  const { id, cookie } = await makeDisplay("west wall");
  const [one, other] = [await openStream(cookie), await openStream(cookie)];
  const bystander = await listen(server, "/api/v1/stream?topics=locks");
  const until = async (event: string) => {
    for (;;) {
      const { value } = await bystander.messages.next();
      if (value === undefined || value.event === event) return value?.event ?? "end";
    }
  };
  expect([(await one.next())?.event, (await other.next())?.event]).toEqual(["hello", "hello"]);
  expect(await streamsOf(id)).toBe(2);
  // Ticks come at the same distance, so the whole of one is left for the screens to be told.
  expect(await until("tick")).toBe("tick");
  const order: string[] = [];
  const ticking = until("tick").then((event) => order.push(event));
  const last = async ({ next }: typeof one) => {
    let message = await next();
    while (message?.event === "tick") message = await next();
    order.push(message?.event ?? "end");
    expect(JSON.parse(message?.data ?? "null")).toMatchObject({
      reason: "revoked",
      what: "display",
      name: "west wall",
      by: "admin-token file (token)",
    });
    expect(await next()).toBeNull();
  };
  const revoked = await call(server, "DELETE", `/api/v1/tokens/${id}`);
  expect(revoked.status).toBe(204);
  await Promise.all([last(one), last(other), ticking]);
  expect(order).toEqual(["bye", "bye", "tick"]);
  bystander.close();
  expect((await browse("GET", "/api/v1/stream", cookie)).status).toBe(401);
});

test("a display stays one over a restart, and a revoked one stays shut with the same words", async () => {
  const [stays, goes] = [await makeDisplay("north wall"), await makeDisplay("south wall")];
  await call(server, "DELETE", `/api/v1/tokens/${goes.id}`);
  const mine = async (cookie: string) => (await browse("GET", "/api/v1/displays/mine", cookie)).json();
  const words = await mine(goes.cookie);
  expect(words).toMatchObject({ state: "revoked", name: "south wall", by: "admin-token file (token)" });
  await server.stop();
  server = await start();
  const me = await (await browse("GET", "/api/v1/me", stays.cookie)).json();
  expect(me).toMatchObject({ kind: "display", name: "north wall" });
  expect((await browse("GET", "/api/v1/locks", goes.cookie)).status).toBe(401);
  expect(await mine(goes.cookie)).toEqual(words);
});

test("by its cookie too a display reads and does nothing else, on every route", async () => {
  const { cookie } = await makeDisplay("east wall");
  const column = askers.indexOf("display");
  const wrong: string[] = [];
  for (const [route, rows] of Object.entries(rightsTable)) {
    const [method = "", template = ""] = route.split(" ");
    if (template.endsWith("/sign-in") || template.endsWith("/enter")) continue;
    for (const { path = template, body, gets } of rows) {
      const response = await browse(method, path, cookie, body);
      await response.body?.cancel();
      const got = response.status === 401 || response.status === 403 ? String(response.status) : "ok";
      if (got !== gets.trim().split(/\s+/)[column]) wrong.push(`${route}: ${response.status}`);
    }
  }
  expect(wrong).toEqual([]);
  // Of what a display may, three are sent with POST or DELETE: a question, and two that are refused for other reasons.
  const writes = Object.entries(rightsTable).filter(
    ([route, rows]) => !route.startsWith("get ") && rows[0]?.gets.trim().split(/\s+/)[column] === "ok",
  );
  expect(writes.map(([route]) => route)).toEqual([
    "post /api/v1/sign-out",
    "post /api/v1/sign-in/once",
    "post /api/v1/displays/leave",
    "delete /api/v1/drills/{id}",
    "post /api/v1/leases/{resource}/check",
  ]);
});

test("a display ends no drill, whatever its id", async () => {
  const { cookie } = await makeDisplay("drill wall");
  const { id } = await startDrill(server, {});
  expect((await browse("DELETE", `/api/v1/drills/${id}`, cookie)).status).toBe(403);
});
