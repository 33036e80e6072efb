import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { openSession, SpokenAgent } from "#lib/server/testing/lock-world.ts";

interface Target {
  method: string;
  path: string;
  /** A body that is right, to be broken in one place; null: the route takes none. */
  good: Record<string, unknown> | null;
}

let server: ServerProcess;
let session: string;
beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
  session = await openSession(server, "fuzzed");
});
afterAll(() => server.stop());

/** One request at a time would take minutes; this many at once is also how a fleet behaves. */
const atOnce = 50;
const requests = 10_000;

async function targets(): Promise<Target[]> {
  const document = (await call(server, "GET", "/api/v1/openapi.json")).body;
  const agent = new SpokenAgent(server, "fuzzed");
  await agent.hello();
  const good: Record<string, Record<string, unknown>> = {
    "/api/v1/sessions": { node: "n", service: "s", instanceId: "12345678" },
    "/api/v1/beats": { beats: [{ sessionId: session, counter: 1 }] },
    "/api/v1/leases/{resource}/acquire": { sessionId: session },
    "/api/v1/leases/{resource}/renew": { sessionId: session, epoch: 1 },
    "/api/v1/leases/{resource}/release": { sessionId: session, epoch: 1 },
    "/api/v1/leases/{resource}/check": { epoch: 1 },
    "/api/v1/agents/{node}/report": {
      sessionId: agent.sessionId,
      seq: 0,
      full: true,
      locks: [],
      scanned: true,
    },
  };
  const all: Target[] = [];
  for (const [path, methods] of Object.entries(
    document["paths"] as Record<string, Record<string, unknown>>,
  )) {
    for (const method of Object.keys(methods)) {
      const isStream = path.endsWith("/stream") || path.endsWith("/commands");
      if (isStream || (path === "/metrics" && method === "get")) continue;
      all.push({ method: method.toUpperCase(), path, good: method === "get" ? null : (good[path] ?? {}) });
    }
  }
  return all;
}

const odd = fc.oneof(
  fc.anything({ maxDepth: 3, withNullPrototype: false, withBigInt: false }),
  fc.constantFrom(null, -1, 0, 1e308, 2 ** 53, "", "\u0000", "x".repeat(5_000), [], {}, "__proto__", true),
);
const body = fc.oneof(
  odd,
  fc.record({ base: fc.boolean(), key: fc.string(), value: odd }),
  fc.constantFrom(
    "{",
    "",
    "[".repeat(50_000),
    "nul",
    '{"a":1',
    '"\\ud800"',
    "\u0000",
    '{"__proto__":{"x":1}}',
  ),
);
const part = fc.oneof(
  fc.constantFrom("x", "%2e", "a%2Fb", "%00", "%F0%9F%94%92", "__proto__", "constructor", "%zz"),
  fc.string({ minLength: 1, maxLength: 30 }).map((s) => encodeURIComponent(s.toWellFormed())),
);

/** Breaks one place of a good body, or sends the odd thing as it is. */
function bodyOf(target: Target, value: unknown): unknown {
  const broken = value as { base?: boolean; key?: string; value?: unknown } | null;
  if (typeof broken !== "object" || broken === null || broken.base === undefined) return value;
  const keys = Object.keys(target.good ?? {});
  const key = keys[(broken.key ?? "").length % Math.max(1, keys.length)] ?? broken.key ?? "";
  return { ...target.good, [key]: broken.value };
}

test(`${requests} odd requests: none is answered with a 5xx, each refusal is a problem document`, async () => {
  const all = await targets();
  const odds = fc.sample(fc.tuple(fc.nat(), body, part, part), { numRuns: requests, seed: 20261123 });
  const statuses = new Map<number, number>();
  const one = async ([at, value, first, second]: [number, unknown, string, string]) => {
    const target = all[at % all.length];
    if (target === undefined) return;
    const parts = [first, second];
    const path = target.path.replaceAll(/\{\w+\}/g, () => parts.shift() ?? "x");
    const sent = target.good === null ? undefined : (bodyOf(target, value) ?? null);
    const query = target.good === null ? `?limit=${first}&sort=${second}&q=${first}&since=${second}` : "";
    const answer = await call(server, target.method, `${path}${query}`, sent);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const shown = `${target.method} ${path}${query} ${JSON.stringify(sent)?.slice(0, 300)}`;
    expect(answer.status, `${shown} → ${JSON.stringify(answer.body).slice(0, 300)}`).toBeLessThan(500);
    if (answer.status >= 400) expect(answer.body, shown).toMatchObject({ status: answer.status });
  };
  for (let from = 0; from < odds.length; from += atOnce) {
    await Promise.all(odds.slice(from, from + atOnce).map(one));
  }
  // Odd requests alone would prove little: some must have got through, and many must have been refused by name.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(100);
  expect(statuses.get(422) ?? 0).toBeGreaterThan(1_000);
  expect((await call(server, "GET", "/readyz")).body["ready"]).toBe(true);
}, 240_000);

/**
 * The head of the answer to a POST, sent by a client that reads while it writes: the server answers before it has
 * read all, and an ordinary client that only writes then sees nothing but the end of its connection.
 */
function answerWhileWriting(head: string[], parts: Iterable<string>): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const answer = new Promise<string>((resolve, reject) => {
    let text = "";
    socket.setEncoding("latin1").on("data", (part: string) => {
      text += part;
      if (text.includes("\r\n\r\n")) resolve(text);
    });
    socket.on("close", () => reject(new Error(`the connection ended without an answer: ${text}`)));
    // The server may close while this still writes; what it said is what counts.
    socket.on("error", () => {});
  });
  const lines = ["POST /api/v1/sessions HTTP/1.1", `host: ${hostname}:${port}`, ...head];
  socket.write(`${lines.join("\r\n")}\r\nauthorization: Bearer ${server.adminToken}\r\n\r\n`);
  for (const part of parts) socket.write(part);
  return answer.finally(() => socket.destroy());
}

test("a body beyond the limit is refused, with a length and without", async () => {
  const json = "content-type: application/json";
  const size = 9 * 1024 * 1024;
  // With a length it is refused before a byte of the body is read.
  const declared = await answerWhileWriting([json, `content-length: ${size}`], []);
  expect(declared).toMatch(/^HTTP\/1\.1 413 /);
  expect(declared).toContain("application/problem+json");
  const sent = await answerWhileWriting([json, `content-length: ${size}`], ["x".repeat(size)]);
  expect(sent).toMatch(/^HTTP\/1\.1 413 /);
  const piece = "x".repeat(64 * 1024);
  const chunks = Array.from({ length: size / piece.length }, () => `10000\r\n${piece}\r\n`);
  const chunked = await answerWhileWriting([json, "transfer-encoding: chunked"], chunks);
  expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
  expect((await call(server, "GET", "/api/v1/status")).status).toBe(200);
});

test("another content type than JSON, and methods that are not there, are named as such", async () => {
  const text = { "content-type": "text/plain" };
  expect((await call(server, "POST", "/api/v1/sessions", "{}", text)).status).toBe(415);
  const wrong = await call(server, "PUT", "/api/v1/sessions", {});
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get("allow")).toBe("POST");
});
