import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listStaticFiles } from "./static-files.ts";

const script = "export const held = 'held';\n".repeat(50);
let dir = "";
let server: Server;
let port = 0;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "static-"));
  const chunks = join(dir, "static", "chunks");
  mkdirSync(chunks, { recursive: true });
  writeFileSync(join(dir, "secret.js"), "secret");
  writeFileSync(join(chunks, "a.js"), script);
  writeFileSync(join(chunks, "a.js.br"), brotliCompressSync(script));
  writeFileSync(join(chunks, "a.js.gz"), gzipSync(script));
  writeFileSync(join(chunks, "gone.js"), script);
  writeFileSync(join(chunks, "gone.js.br"), brotliCompressSync(script));
  writeFileSync(join(chunks, "only.css"), "body{}");
  writeFileSync(join(chunks, "[id] 1.js"), script);
  const handler = await listStaticFiles(join(dir, "static"));
  rmSync(join(chunks, "gone.js.br"));
  writeFileSync(join(chunks, "later.js"), "written after the list");
  server = createServer((incoming, outgoing) => {
    if (!handler(incoming, outgoing)) outgoing.writeHead(299).end("not ours");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true });
});

/** Asks for exactly this path: fetch would tidy it up first. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const call = request({ host: "127.0.0.1", port, path, headers, method, agent: false }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
        });
      });
      call.on("error", reject);
      call.end();
    },
  );
}

test.each([
  ["br, gzip", "br"],
  ["gzip, deflate, br, zstd", "br"],
  ["gzip", "gzip"],
  ["GZIP;q=0.5", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["br; q=0.000, *", "gzip"],
  ["*", "br"],
  ["br;q=0.001", "br"],
  ["*;q=0", undefined],
  ["brotli, x-gzip", undefined],
  ["identity", undefined],
  ["", undefined],
])("Accept-Encoding %j is answered in %s", async (accept, coding) => {
  const { status, headers, body } = await ask("/_next/static/chunks/a.js", { "accept-encoding": accept });
  expect(status).toBe(200);
  expect(headers["content-encoding"]).toBe(coding);
  const unpack =
    { br: brotliDecompressSync, gzip: gunzipSync }[coding ?? ""] ?? ((content: Buffer) => content);
  expect(unpack(body).toString()).toBe(script);
  expect(headers).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "content-length": String(body.length),
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
  });
});

test("a file that is not there compressed, or no longer, is sent as it is", async () => {
  const css = await ask("/_next/static/chunks/only.css", { "accept-encoding": "br" });
  expect(css.headers["content-type"]).toBe("text/css; charset=utf-8");
  expect(css.headers["content-encoding"]).toBeUndefined();
  expect(css.body.toString()).toBe("body{}");
  const gone = await ask("/_next/static/chunks/gone.js", { "accept-encoding": "br" });
  expect([gone.status, gone.headers["content-encoding"]]).toEqual([200, undefined]);
  expect(gone.body.toString()).toBe(script);
});

test("HEAD says what GET would send, and sends nothing", async () => {
  const accept = { "accept-encoding": "br" };
  const got = await ask("/_next/static/chunks/a.js", accept);
  const head = await ask("/_next/static/chunks/a.js", accept, "HEAD");
  expect(head.status).toBe(200);
  expect(head.body.length).toBe(0);
  expect(head.headers["content-length"]).toBe(got.headers["content-length"]);
  expect(head.headers["content-encoding"]).toBe("br");
});

test("a query and percent-encoding lead to the same file", async () => {
  expect((await ask("/_next/static/chunks/a.js?dpl=1/../x")).body.toString()).toBe(script);
  expect((await ask("/_next/static/chunks/%5Bid%5D%201.js")).body.toString()).toBe(script);
});

test.each([
  "/_next/static/",
  "/_next/static/chunks",
  "/_next/static/chunks/none.js",
  "/_next/static/chunks/a.js.br",
  "/_next/static/chunks/later.js",
  "/_next/static/../secret.js",
  "/_next/static/chunks/../chunks/a.js",
  "/_next/static/..%2fsecret.js",
  "/_next/static/%2e%2e/secret.js",
  "/_next/static/..\\secret.js",
  "/_next/static//etc/passwd",
  "/_next/static/chunks/a.js%00",
  "/_next/static/%c0%ae%c0%ae/secret.js",
  "/_next/static/%",
  "/_next/static/__proto__",
  "/_next/static/constructor",
])("%s is not found, and nobody keeps that", async (path) => {
  const { status, headers, body } = await ask(path, { "accept-encoding": "br" });
  expect(status).toBe(404);
  expect(headers["cache-control"]).toBe("no-store");
  expect(body.toString()).not.toContain("secret");
});

test("a static file can only be read", async () => {
  const { status, headers } = await ask("/_next/static/chunks/a.js", {}, "POST");
  expect([status, headers["allow"]]).toEqual([405, "GET, HEAD"]);
});

test.each(["/", "/locks", "/_next/image?url=x", "/_next/staticx/a.js", "/x/_next/static/chunks/a.js"])(
  "%s is left to the pages",
  async (path) => {
    expect((await ask(path)).status).toBe(299);
  },
);
