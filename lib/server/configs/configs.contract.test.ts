import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type Answer, call } from "#lib/server/testing/api-call.ts";
import { openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());

const reason = "to have something to compare";
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const path = (name: string) => `/api/v1/configs/${encodeURIComponent(name)}`;
const upload = (name: string, content: unknown, why = reason) =>
  call(server, "POST", `${path(name)}/versions`, { content, reason: why });
const report = (agent: SpokenAgent, configs: unknown[], telemetry: unknown[] = []) =>
  call(server, "POST", `/api/v1/sessions/${agent.sessionId}/orders`, { configs, telemetry });
const orders = async (agent: SpokenAgent) => {
  const answer = await call(server, "GET", `/api/v1/sessions/${agent.sessionId}/orders`);
  return answer.body["orders"] as Record<string, unknown>[];
};
const stands = (config: string, content: string, change: Record<string, unknown> = {}) => ({
  config,
  path: `/etc/${config}`.slice(0, 100),
  running: { hash: hashOf(content), version: null },
  shadow: null,
  can: ["apply", "telemetry"],
  ...change,
});
async function agentOf(node: string): Promise<SpokenAgent> {
  const agent = new SpokenAgent(server, node);
  await agent.hello();
  return agent;
}
const errorField = ({ body }: Answer) =>
  (body["errors"] as { field: string; message: string }[] | undefined)?.[0];

describe("versions", () => {
  test("a version is kept with hash, author, reason and time; the same content again is the same version", async () => {
    const first = await upload("a.conf", "rate = 1\n");
    expect(first.status).toBe(201);
    expect(first.body["version"]).toMatchObject({
      version: 1,
      hash: hashOf("rate = 1\n"),
      sizeBytes: 9,
      reason,
      origin: "upload",
    });
    expect((await upload("a.conf", "rate = 1\n")).status).toBe(200);
    expect((await upload("a.conf", "rate = 2\n")).body["version"]).toMatchObject({ version: 2 });
    // Not the newest any more, so it is a version of its own.
    expect((await upload("a.conf", "rate = 1\n")).body["version"]).toMatchObject({ version: 3 });
    const { body } = await call(server, "GET", path("a.conf"));
    expect((body["versionList"] as unknown[]).length).toBe(3);
    expect(body).toMatchObject({ latest: 3, promoted: null });
  });

  test.each([
    ["a lone surrogate", "\ud800", "UTF-8"],
    ["a NUL", "a\0b", "NUL"],
    ["too much", "x".repeat(256 * 1024 + 1), "262144 bytes"],
    ["too many bytes in fewer characters", "é".repeat(128 * 1024 + 1), "262144 bytes"],
    ["a number", 7, "string"],
  ])("%s is refused with 422 and the field, and nothing is stored", async (_what, content, words) => {
    const answer = await upload("refused.conf", content);
    expect(answer.status).toBe(422);
    expect(errorField(answer)).toMatchObject({ field: "content", message: expect.stringContaining(words) });
    expect((await call(server, "GET", path("refused.conf"))).status).toBe(404);
  });

  test("a reason that says nothing is refused", async () => {
    expect(errorField(await upload("refused.conf", "x", "fix"))).toMatchObject({ field: "reason" });
  });

  test.each(["<img src=x>", "a/b/../c", "%2e%2e", "\u202e\u0007", "c:\\x", "__proto__", "constructor"])(
    "the name %j is a name like others, and content of any kind comes back as it went in",
    async (name) => {
      const content = `<script>\u0000-free \u0007\u202e ${"x".repeat(100_000)}</script>\r\nlast`.replace(
        "\u0000",
        "",
      );
      expect((await upload(name, content)).status).toBe(201);
      const response = await fetch(`${server.url}${path(name)}/versions/1/content`, {
        headers: { authorization: `Bearer ${server.adminToken}` },
      });
      expect(await response.text()).toBe(content);
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+"$/);
    },
  );

  test("what is not there is not found", async () => {
    expect((await call(server, "GET", `${path("a.conf")}/versions/99/content`)).status).toBe(404);
    expect((await call(server, "GET", `${path("a.conf")}/versions/x/content`)).status).toBe(422);
    expect((await call(server, "GET", path("never.conf"))).status).toBe(404);
  });
});

describe("what nodes have", () => {
  test("a content that nobody uploaded is asked for, recorded as seen, and can be imported as the one to come back to", async () => {
    const agent = await agentOf("node-1");
    const content = "rate = 7\n# last touched by node-7 @ 03:12\n";
    await report(agent, [stands("seen.conf", content)]);
    expect(await orders(agent)).toMatchObject([
      { kind: "config", config: "seen.conf", want: hashOf(content), promoted: null },
    ]);
    // Another content than it said has no place.
    await report(agent, [stands("seen.conf", content, { content: "something else" })]);
    expect((await call(server, "GET", path("seen.conf"))).body["latest"]).toBe(0);
    await report(agent, [stands("seen.conf", content, { content })]);
    const seen = await call(server, "GET", path("seen.conf"));
    expect(seen.body["versionList"]).toMatchObject([
      { version: 1, origin: "seen", node: "node-1", author: "node-7 @ 03:12", nodes: 1 },
    ]);
    expect(await orders(agent)).toEqual([]);
    const body = { node: "node-1", reason: "what runs is what is meant" };
    const imported = await call(server, "POST", `${path("seen.conf")}/import`, body);
    const [before] = seen.body["versionList"] as { author: string; reason: string; createdAt: number }[];
    const by = { reason: body.reason, node: "node-1", by: expect.any(String), at: expect.any(Number) };
    expect(imported.body).toMatchObject({ promoted: true, version: { ...before, imported: by } });
    // A second time says nothing new of it.
    const again = await call(server, "POST", `${path("seen.conf")}/import`, {
      ...body,
      reason: "once more, to be sure",
    });
    expect(again.body).toMatchObject({ promoted: false, version: { ...before, imported: by } });
    expect(await orders(agent)).toMatchObject([
      { orderId: "standing", promoted: { version: 1 }, replaces: [], shadow: null },
    ]);
    expect(
      (await call(server, "POST", `${path("seen.conf")}/import`, { ...body, node: "node-2" })).status,
    ).toBe(404);
  });

  test("only a node's own agent, or a guardian of that very file, tells of it", async () => {
    const sessionId = await openSession(server, "liar", "node-1");
    const lie = { configs: [stands("seen.conf", "other")] };
    expect((await call(server, "POST", `/api/v1/sessions/${sessionId}/orders`, lie)).status).toBe(403);
    const opened = await call(server, "POST", "/api/v1/sessions", {
      node: "node-1",
      service: "guard",
      instanceId: "instance-of-guard",
      role: "guardian",
      resources: ["guarded.conf"],
    });
    const guard = `/api/v1/sessions/${String(opened.body["sessionId"])}/orders`;
    expect((await call(server, "POST", guard, lie)).status).toBe(403);
    const told = { configs: [stands("guarded.conf", "x", { touchedBy: "ada", can: [] })] };
    expect((await call(server, "POST", guard, told)).status).toBe(200);
    expect((await call(server, "GET", path("guarded.conf"))).body["nodeList"]).toMatchObject([
      { node: "node-1", touchedBy: "ada" },
    ]);
  });

  test("values come back by node and metric, beside the rest of the group, and hostile ones are refused", async () => {
    const [one, two] = [await agentOf("node-t1"), await agentOf("node-t2")];
    const point = (value: number, agoMs: number) => ({
      config: "t.conf",
      metric: "rate",
      variant: "running",
      value,
      agoMs,
    });
    // Further apart than what is drawn as one point.
    await report(one, [stands("t.conf", "x")], [point(60, 5_000), point(61, 0)]);
    await report(two, [stands("t.conf", "x")], [point(70, 0)]);
    const { body } = await call(server, "GET", `${path("t.conf")}/telemetry?nodes=node-t1`);
    const [series] = body["series"] as { running: [number, number][] }[];
    expect(series?.running.map(([, value]) => value)).toEqual([60, 61]);
    expect(body["bands"]).toMatchObject([
      { metric: "rate", nodes: 1, points: [[expect.any(Number), 70, 70, 70]] },
    ]);
    expect((await report(one, [], [{ ...point(1, 0), value: "1" }])).status).toBe(422);
    expect((await report(one, [], [{ ...point(1, 0), metric: "" }])).status).toBe(422);
  });
});

describe("a canary that cannot be", () => {
  const plan = (spec: Record<string, unknown>) =>
    call(server, "POST", "/api/v1/operations", {
      spec: { kind: "canary", config: "p.conf", version: 2, targets: { by: "spread", count: 3 }, ...spec },
      reason,
      dryRun: true,
    });
  const refusals = async (spec: Record<string, unknown>) =>
    ((await plan(spec)).body["plan"] as { refusals: string[] }).refusals.join("\n");

  beforeAll(async () => {
    const agent = await agentOf("node-p1");
    await report(agent, [stands("p.conf", "1\n", { content: "1\n" })]);
    await report(agent, [stands("p.conf", "1\n")]);
    await upload("p.conf", "2\n");
  });

  test("nothing to come back to, no node, shares and rules that make no sense: each is said, and nothing is stored", async () => {
    expect(await refusals({})).toContain("No version is promoted yet");
    const taken = await call(server, "POST", `${path("p.conf")}/import`, { node: "node-p1", reason });
    expect(taken.status, JSON.stringify(taken.body)).toBe(200);
    expect(await refusals({})).toBe("");
    expect(await refusals({ targets: { by: "nodes", nodes: [] } })).toContain("No node can take part");
    expect(await refusals({ targets: { by: "spread", count: 2, group: "nowhere" } })).toContain(
      "No node can take part",
    );
    expect(await refusals({ targets: { by: "nodes", nodes: ["node-p1", "node-x"] } })).toContain(
      "node-x cannot take part: no node of this name was ever seen",
    );
    expect(await refusals({ version: 1 })).toContain("is what is promoted already");
    expect(await refusals({ percents: [50] })).toContain("100 percent");
    expect(await refusals({ rules: [{ metric: "m", kind: "limit" }] })).toContain("needs a least");
    expect((await plan({ version: 9 })).status).toBe(404);
    expect((await plan({ config: "never.conf" })).status).toBe(404);
    expect((await call(server, "GET", "/api/v1/operations?kind=canary")).body["total"]).toBe(0);
  });

  test("a node that runs something else is named, and not touched", async () => {
    const agent = await agentOf("node-p2");
    await report(agent, [stands("p.conf", "mine\n")]);
    const { body } = await plan({});
    expect((body["plan"] as { consequences: string[] }).consequences.join("\n")).toContain(
      "node-p2 (it runs something else",
    );
    expect(await orders(agent)).toMatchObject([{ orderId: "standing", replaces: [] }]);
  });
});
