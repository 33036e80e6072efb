import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { ServerContext } from "#lib/server/context.ts";
import { createNodeServer } from "./node-server.ts";
import { defineRoute } from "./route.ts";
import { shortWay } from "./short-way.ts";

const spec = defineRoute({
  method: "post",
  path: "/api/v1/things/{name}/busy",
  summary: "A busy one",
  action: "public",
  params: z.object({ name: z.string().max(10) }),
  body: z.object({ size: z.number() }),
  isBusy: true,
  answers: { 200: z.object({ name: z.string(), text: z.string() }) },
  handle: async (_, { params, body, signal, request }) => {
    const leftBy = signal.aborted ? "nobody" : (request.headers.get("x-by") ?? "");
    return { status: 200, body: { name: params.name, text: leftBy.repeat(body.size) } };
  },
});

const answered: [string, number][] = [];
const failures: unknown[] = [];
let server: ReturnType<typeof createNodeServer>;
beforeEach(async () => {
  const context = {
    clock: { monoMs: () => 0, wallMs: () => 0 },
    auth: { authenticate: async () => null },
    log: { error: (facts: unknown) => failures.push(facts) },
  } as unknown as ServerContext;
  const options = {
    context,
    specs: [spec],
    publicOrigin: null,
    stopping: new AbortController().signal,
    onAnswer: (path: string, _: string, status: number) => answered.push([path, status]),
  };
  server = createNodeServer({
    app: { fetch: () => new Response("general") },
    shortWay: shortWay(options, { "x-always": "yes" }),
    pages: null,
    boundTo: "127.0.0.1",
    publicUrl: null,
    dev: false,
    https: false,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  answered.length = 0;
  expect(failures.splice(0)).toEqual([]);
});

/** What comes back for a request as it is written here; the connection is closed after one answer. */
async function raw(head: string, body = ""): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`${head}\r\nhost: localhost\r\nconnection: close\r\n\r\n${body}`);
  return text(socket);
}

const path = "/api/v1/things/a%2Fb/busy";
const good = `{"size":2}`;
const lengthOf = (body: string) =>
  `content-length: ${Buffer.byteLength(body)}\r\ncontent-type: application/json`;

test("a usual request goes the short way, with the headers that every answer has", async () => {
  const answer = await raw(`POST ${path} HTTP/1.1\r\nx-by: me\r\n${lengthOf(good)}`, good);
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  expect(answer).toContain("x-always: yes\r\ncache-control: no-store\r\ncontent-type: application/json\r\n");
  expect(answer).toContain(`{"name":"a/b","text":"meme"}`);
  expect(answered).toEqual([["/api/v1/things/{name}/busy", 200]]);
});

test.each([
  ["the name is too long", `POST /api/v1/things/12345678901/busy HTTP/1.1\r\n${lengthOf(good)}`, good, 422],
  ["the escape is broken", `POST /api/v1/things/%zz/busy HTTP/1.1\r\n${lengthOf(good)}`, good, 400],
  ["the body is no JSON", `POST ${path} HTTP/1.1\r\n${lengthOf("{")}`, "{", 400],
  ["it is no JSON by its type", `POST ${path} HTTP/1.1\r\ncontent-length: 1`, "1", 415],
  [
    "it comes from another site",
    `POST ${path} HTTP/1.1\r\norigin: http://evil.example\r\n${lengthOf(good)}`,
    good,
    403,
  ],
])("refused with a problem document: %s", async (_, head, body, status) => {
  const answer = await raw(head, body);
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  expect(answer).toContain("x-always: yes\r\n");
  expect(answer).toContain("content-type: application/problem+json\r\n");
  expect(answered).toEqual([["/api/v1/things/{name}/busy", status]]);
});

test("a large answer is compressed for whoever can read it", async () => {
  const body = `{"size":40000}`;
  const answer = await raw(
    `POST ${path} HTTP/1.1\r\nx-by: x\r\naccept-encoding: gzip\r\n${lengthOf(body)}`,
    body,
  );
  expect(answer).toContain("content-encoding: gzip\r\n");
  expect(answer).toContain("x-always: yes\r\n");
  expect(answer.length).toBeLessThan(2_000);
});

test.each([
  ["another method", `PUT ${path} HTTP/1.1\r\n${lengthOf(good)}`],
  ["a query", `POST ${path}?x=1 HTTP/1.1\r\n${lengthOf(good)}`],
  ["a segment that a URL parser takes away", `POST /api/v1/things/%2E./busy HTTP/1.1\r\n${lengthOf(good)}`],
  ["a character that it escapes", `POST /api/v1/things/a"b/busy HTTP/1.1\r\n${lengthOf(good)}`],
  ["a longer path", `POST /api/v1/things/a/b/busy HTTP/1.1\r\n${lengthOf(good)}`],
  ["another path with the same end", `POST /api/v1/others/a/busy HTTP/1.1\r\n${lengthOf(good)}`],
  ["a header twice", `POST ${path} HTTP/1.1\r\nauthorization: a\r\nauthorization: b\r\n${lengthOf(good)}`],
  ["a body beyond the limit", `POST ${path} HTTP/1.1\r\ncontent-length: 99999999`],
  ["a body without a length", `POST ${path} HTTP/1.1\r\ntransfer-encoding: chunked`, "2\r\n{}\r\n0\r\n\r\n"],
])("the general way is for %s", async (_, head, body = good) => {
  expect(await raw(head, body)).toMatch(/general$|general\r\n/);
  expect(answered).toEqual([]);
});

test("a client that goes away in the middle of its body leaves nothing behind", async () => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\n${lengthOf(good)}\r\n\r\n{`);
  const [incoming] = await once(server, "request");
  socket.destroy();
  await new Promise((resolve) => incoming.on("close", resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toEqual([["/api/v1/things/{name}/busy", 400]]);
});
