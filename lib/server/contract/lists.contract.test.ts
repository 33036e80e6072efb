import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LockList } from "#lib/contract/locks.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { acquire, lockOn, openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
const count = 450;

beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
  const agent = new SpokenAgent(server, "node-7");
  await agent.hello();
  const locks = Array.from({ length: count }, (_, i) => lockOn("node-7", i));
  await agent.report({ full: true, locks });
});
afterAll(() => server.stop());

async function page(query: string): Promise<LockList> {
  const answer = await call(server, "GET", `/api/v1/locks?${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as LockList;
}

describe("list conventions", () => {
  test("pages put together are the whole list, each lock once, in order", async () => {
    for (const sort of ["resource", "-resource", "attention", "-held"]) {
      const seen: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const list: LockList = await page(
          `node=node-7&sort=${sort}&limit=61${cursor && `&cursor=${cursor}`}`,
        );
        expect(list.total).toBe(count);
        seen.push(...list.items.map((row) => row.resource));
        cursor = list.nextCursor;
      }
      expect(seen).toHaveLength(count);
      expect(new Set(seen).size).toBe(count);
      if (sort === "resource") expect(seen).toEqual([...seen].sort());
      if (sort === "-resource") expect(seen).toEqual([...seen].sort().reverse());
    }
  });

  test("a cursor goes on where it was, although locks came and went before and after it", async () => {
    const agent = new SpokenAgent(server, "node-8");
    await agent.hello();
    const locks = (from: number) => Array.from({ length: 40 }, (_, i) => lockOn("node-8", from + i));
    await agent.report({ full: true, locks: locks(1_000) });
    const first = await page("node=node-8&sort=resource&limit=20");
    const last = first.items.at(-1)?.key.slice("node-8/".length) ?? "";
    // The very lock that the cursor points at goes, others come in front of it and behind it.
    await agent.report({ goneKeys: [last], locks: [lockOn("node-8", 100), lockOn("node-8", 9_999)] });
    const second = await page(`node=node-8&sort=resource&limit=50&cursor=${first.nextCursor}`);
    const names = second.items.map((row) => row.resource);
    expect(names.slice(0, 20)).toEqual(
      locks(1_020)
        .slice(0, 20)
        .map((lock) => lock.resource),
    );
    expect(names.at(-1)).toBe("file-9999");
    expect(names).not.toContain("file-100");
  });

  test("a wrong cursor, or one of another order, is refused and says so", async () => {
    const { nextCursor } = await page("sort=resource&limit=1");
    for (const bad of ["x", "bm90IGpzb24", `${nextCursor}&sort=-resource`, "a".repeat(30_000)]) {
      const { status, body } = await call(server, "GET", `/api/v1/locks?sort=resource&limit=1&cursor=${bad}`);
      expect(status).toBe(422);
      expect(JSON.stringify(body["errors"])).toMatch(/cursor|query\.sort/);
    }
  });

  test("words are searched in names, paths and holders; counts are of all that match", async () => {
    expect((await page("q=FILE-44&node=node-7")).total).toBe(11);
    expect((await page("q=worker-17%20node-7")).items[0]?.holder?.pid).toBe(17);
    expect((await page("source=native")).total).toBe(0);
    expect((await page(`resource=file-7`)).items).toHaveLength(1);
  });

  test("what is not signed in is told nothing, not even whether it is there", async () => {
    const nobody = { url: server.url, adminToken: "wrong" };
    for (const path of ["/locks", "/locks/native/x", "/locks?limit=0", "/owners/x", "/stream", "/events"]) {
      expect((await call(nobody, "GET", `/api/v1${path}`)).status, path).toBe(401);
    }
  });
});

const hostileNames = [
  "<script>alert(1)</script>",
  "a/b//c/",
  "..%2f..%2fetc",
  "50%",
  "%2F",
  "?x=1#y",
  "new\nline\u0000nul\u001b[31m",
  "\u202Egnp.exe",
  "ünïcödé 🔒",
  "' or 1=1 --",
  "__proto__",
  "constructor",
  "x".repeat(4_096),
  "🔒".repeat(2_048),
];

describe("hostile names", () => {
  test.each(hostileNames.map((name) => [name.slice(0, 30), name]))("%j is kept as it is", async (_, name) => {
    const session = await openSession(server, "hostile");
    const granted = await acquire(server, name, session);
    expect(granted.status, JSON.stringify(granted.body)).toBe(200);
    const detail = await call(server, "GET", `/api/v1/locks/native/${encodeURIComponent(name)}`);
    expect(detail.status).toBe(200);
    expect(detail.body).toMatchObject({ resource: name, key: name, id: `native/${name}`, state: "held" });
    const list = await page(`resource=${encodeURIComponent(name)}&sort=resource`);
    expect(list.items.map((row) => row.resource)).toEqual([name]);
    const owner = await call(server, "GET", `/api/v1/owners/${session}`);
    expect(JSON.stringify(owner.body["lockList"])).toContain(JSON.stringify(name).slice(1, -1));
  });

  test("a name that no URL can carry is refused", async () => {
    const session = await openSession(server, "dots");
    for (const name of [".", ".."]) {
      expect([404, 405, 422]).toContain((await acquire(server, name, session)).status);
    }
  });

  test("kernel locks with such names and paths are listed and found", async () => {
    for (const [index, name] of hostileNames.entries()) {
      const agent = new SpokenAgent(server, `evil-${index}`);
      await agent.hello();
      const { status } = await agent.report({
        full: true,
        locks: [lockOn(agent.node, 5, { resource: name, path: name })],
      });
      expect(status).toBe(200);
      const [row] = (await page(`node=${agent.node}`)).items;
      expect(row?.resource).toBe(name);
      expect((await call(server, "GET", `/api/v1/locks/kernel/${row?.key}`)).status).toBe(200);
    }
  });
});
