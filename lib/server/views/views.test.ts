import { afterEach, beforeEach, expect, test } from "vitest";
import type { SavedView, SavedViewList } from "#lib/contract/views.ts";
import { limits } from "#lib/domain/limits.ts";
import { type Console, signedInAs, startConsole } from "#lib/server/auth/testing/console.ts";
import { viewRoutes } from "./routes.ts";

let it: Console;
let ada: { id: string; cookie: string };
let bob: { id: string; cookie: string };
beforeEach(async () => {
  it = await startConsole(null, viewRoutes);
  ada = await signedInAs(it, "viewer", "ada@example.org");
  bob = await signedInAs(it, "admin", "bob@example.org");
});
afterEach(() => it.close());

type Who = { cookie: string };
const hot = { list: "locks", name: "Hot now", query: "sort=-held&state=hot" };
const post = (who: Who, body: unknown, key?: string) =>
  it.call("POST", "/views", { cookie: who.cookie, body, headers: key ? { "idempotency-key": key } : {} });
const patch = (who: Who, id: string, body: unknown) =>
  it.call("PATCH", `/views/${id}`, { cookie: who.cookie, body });
const remove = (who: Who, id: string) => it.call("DELETE", `/views/${id}`, { cookie: who.cookie });
const read = (who: Who, id: string) => it.call("GET", `/views/${id}`, { cookie: who.cookie });
async function made(who: Who, body: unknown): Promise<SavedView> {
  const answer = await post(who, body);
  expect(answer.status).toBe(201);
  return (await answer.json()) as SavedView;
}
async function list(who: Who, of = ""): Promise<SavedView[]> {
  const answer = await it.call("GET", `/views${of}`, { cookie: who.cookie });
  return ((await answer.json()) as SavedViewList).items;
}

test("a view is kept for its person alone, in one way to write it, and opened by its link by anybody", async () => {
  const view = await made(ada, hot);
  expect(view).toMatchObject({ query: "state=hot&sort=-held", mine: true, isDefault: false });
  await made(ada, { list: "owners", name: "Hot now", query: "" });
  expect((await list(ada)).map((one) => one.list)).toEqual(["locks", "owners"]);
  expect(await list(ada, "?list=owners")).toHaveLength(1);
  expect(await list(bob)).toEqual([]);
  const seen = (await (await read(bob, view.id)).json()) as SavedView;
  expect(seen).toMatchObject({ mine: false, ownerName: "The viewer", query: "state=hot&sort=-held" });
  expect(JSON.stringify(seen)).not.toContain(ada.id);
});

test("nobody changes or removes the view of another, not even an admin", async () => {
  const { id } = await made(ada, hot);
  expect((await patch(bob, id, { name: "Mine" })).status).toBe(403);
  expect((await remove(bob, id)).status).toBe(403);
  expect(await list(ada)).toMatchObject([{ name: "Hot now" }]);
});

test("it is renamed and overwritten; one of a list is its default; a name is there once", async () => {
  const first = await made(ada, { ...hot, isDefault: true });
  const second = await made(ada, { ...hot, name: "Stale", isDefault: true });
  expect((await list(ada)).map((one) => [one.name, one.isDefault])).toEqual([
    ["Hot now", false],
    ["Stale", true],
  ]);
  expect((await patch(ada, first.id, { name: "stale" })).status).toBe(409);
  expect((await patch(ada, second.id, { name: "Ghosts", query: "verdict=ghost" })).status).toBe(200);
  expect((await patch(ada, second.id, { isDefault: false })).status).toBe(200);
  expect((await list(ada))[0]).toMatchObject({ name: "Ghosts", query: "verdict=ghost", isDefault: false });
  expect((await post(ada, { ...hot, name: "hOT nOW" })).status).toBe(409);
});

test("a link to a removed view says whose it was and when it went; its name is free again", async () => {
  const { id } = await made(ada, { ...hot, isDefault: true });
  expect((await remove(ada, id)).status).toBe(204);
  const gone = await read(bob, id);
  expect(gone.status).toBe(410);
  expect(await gone.json()).toMatchObject({ context: { name: "Hot now", ownerName: "The viewer" } });
  expect((await remove(ada, id)).status).toBe(410);
  expect(await made(ada, hot)).toMatchObject({ isDefault: false });
  expect((await read(bob, "view_none")).status).toBe(404);
});

test("the same request twice makes one view, and a person has only so many", async () => {
  const answers = await Promise.all([post(ada, hot, "k1"), post(ada, hot, "k1")]);
  const [a, b] = (await Promise.all(answers.map((answer) => answer.json()))) as [SavedView, SavedView];
  expect(a.id).toBe(b.id);
  const more = Array.from({ length: limits.viewsPerPersonMax }, (_, i) => ({ ...hot, name: `view ${i}` }));
  const statuses = await Promise.all(more.map(async (body) => (await post(ada, body)).status));
  expect(statuses.filter((status) => status === 201)).toHaveLength(limits.viewsPerPersonMax - 1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(1);
  expect((await post(bob, hot)).status).toBe(201);
});

test("hostile names, filters of another list and unknown fields are refused by field", async () => {
  const wrong = [
    { ...hot, name: "a\u202eb" },
    { ...hot, name: " x" },
    { ...hot, query: "actor=ada" },
    { ...hot, query: `q=${"x".repeat(5_000)}` },
    { ...hot, list: "secrets" },
    { ...hot, ownerId: bob.id },
  ];
  for (const body of wrong) expect((await post(ada, body)).status, JSON.stringify(body)).toBe(422);
  expect(await list(ada)).toEqual([]);
});

test("views of a token that no person made go with it; those of its maker stay", async () => {
  const token = async (maker: { cookie: string } | { token: string }) => {
    const answer = await it.call("POST", "/tokens", {
      ...maker,
      body: { name: "nightly", scope: "operator" },
    });
    return (await answer.json()) as { id: string; secret: string };
  };
  const left: string[] = [];
  for (const maker of [{ token: it.adminToken }, { cookie: bob.cookie }]) {
    const { id, secret } = await token(maker);
    const view = (await (await it.call("POST", "/views", { token: secret, body: hot })).json()) as SavedView;
    expect((await it.call("DELETE", `/tokens/${id}`, { token: it.adminToken })).status).toBe(204);
    left.push(String((await read(ada, view.id)).status));
  }
  expect(left).toEqual(["410", "200"]);
});

test("an agent has no views, and those of an account go with it", async () => {
  expect((await it.call("GET", "/views", { token: it.agentToken })).status).toBe(200);
  expect((await it.call("POST", "/views", { token: it.agentToken, body: hot })).status).toBe(403);
  const { id } = await made(ada, hot);
  expect((await it.call("DELETE", `/accounts/${ada.id}`, { token: it.adminToken })).status).toBe(204);
  expect((await read(bob, id)).status).toBe(410);
});
