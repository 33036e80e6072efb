import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { openSession } from "#lib/server/testing/lock-world.ts";

let server: ServerProcess;
let session: string;
let token: string;
beforeAll(async () => {
  server = await startServer({ pages: false });
  session = await openSession(server, "both-ways");
  token = `Bearer ${server.adminToken}`;
});
afterAll(() => server.stop());

interface Sent {
  path: string;
  body: unknown;
  authorization: string | null;
  type: string | null;
}

/** Status, headers and body of an answer. A body without a length goes the general way. */
async function answerTo({ path, body, authorization, type }: Sent, way: "short" | "general") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const bytes = new TextEncoder().encode(text);
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: "POST",
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(type === null ? {} : { "content-type": type }),
    },
    body: way === "short" ? bytes : new Blob([bytes]).stream(),
    duplex: "half",
  } as RequestInit);
  const headers = Object.fromEntries(response.headers);
  for (const name of ["date", "content-length", "transfer-encoding", "connection", "keep-alive"])
    delete headers[name];
  // Two answers are made at two moments, and from two beats of the same counter one at most grew.
  const answer = (await response.text()).replaceAll(/"(serverAt|expiresAt|grew)":\w+/g, '"$1":0');
  return { status: response.status, headers, answer };
}

const name = fc.oneof(
  fc.constantFrom("x", "a%2Fb", "%F0%9F%94%92", "%zz", "%00", "..", "%2e%2E", "a b", "ü", "y".repeat(5_000)),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((s) => encodeURIComponent(s.toWellFormed())),
);
const id = () => fc.oneof(fc.constant(session), fc.constantFrom("", "ses_none", 7, "\ud800"));
const body = () =>
  fc.oneof(
    fc.record({ sessionId: id(), epoch: fc.constantFrom(1, 0, 2 ** 60, "1") }, { requiredKeys: [] }),
    fc.record({ counter: fc.constantFrom(1, -1, 1.5, null) }),
    fc.record({
      beats: fc.array(fc.record({ sessionId: id(), counter: fc.constantFrom(1, -1) }), { maxLength: 3 }),
    }),
    fc.constantFrom("", "{", "\ufeff{}", '{"sessionId":"\\ud800"}', "null", "[]"),
    fc.anything({ maxDepth: 2 }).map((value) => JSON.stringify(value) ?? ""),
  );
const path = () =>
  fc.oneof(
    fc.tuple(name, fc.constantFrom("acquire", "renew", "release")).map(([n, verb]) => `/leases/${n}/${verb}`),
    fc.oneof(name, fc.constant(session)).map((n) => `/sessions/${n}/beat`),
    fc.constant("/beats"),
  );

test("the short way and the general way answer alike", async () => {
  const statuses = new Set<number>();
  const sent = fc.record({
    path: path(),
    body: body(),
    authorization: fc.oneof(
      { weight: 9, arbitrary: fc.constant(token) },
      { weight: 1, arbitrary: fc.constantFrom(null, "Bearer x", `Bearer ${"z".repeat(40)}`) },
    ),
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constant("application/json") },
      { weight: 1, arbitrary: fc.constantFrom(null, "text/plain", "application/x+json; charset=utf-8") },
    ),
  });
  await fc.assert(
    fc.asyncProperty(sent, async (request) => {
      const short = await answerTo(request, "short");
      statuses.add(short.status);
      expect(await answerTo(request, "general")).toEqual(short);
    }),
    { numRuns: 600 },
  );
  expect([...statuses].sort()).toEqual(
    [200, 400, 401, 404, 405, 409, 415, 422].filter((s) => statuses.has(s)),
  );
  for (const status of [200, 400, 401, 415, 422]) expect(statuses).toContain(status);
}, 60_000);
