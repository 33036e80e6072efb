import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createNodeServer } from "./node-server.ts";

/** Status of GET /api/v1/x under a Host header and with others. */
async function statusOf(port: number, headers: Record<string, string>): Promise<number | undefined> {
  const call = request({ host: "127.0.0.1", port, path: "/api/v1/x", headers });
  call.end();
  const [answer] = await once(call, "response");
  answer.resume();
  return answer.statusCode;
}

test("a name that was rebound to this machine is refused, with a token too", async () => {
  const server = createNodeServer({
    app: { fetch: () => new Response("reached") },
    pages: null,
    boundTo: "127.0.0.1",
    publicUrl: null,
    dev: false,
    https: false,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    expect(await statusOf(port, { host: `127.0.0.1:${port}` })).toBe(200);
    expect(await statusOf(port, { host: "evil.example" })).toBe(403);
    expect(await statusOf(port, { host: "evil.example", authorization: "Bearer x" })).toBe(403);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
