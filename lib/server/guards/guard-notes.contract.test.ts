import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());

async function open(role: string, resources: string[]): Promise<string> {
  const instanceId = `${role}-${resources.join("-")}-0001`;
  const session = { node: "node-7", service: role, instanceId, role, resources };
  const { body } = await call(server, "POST", "/api/v1/sessions", session);
  return String(body["sessionId"]);
}
const tell = (sessionId: string, ...notes: object[]) =>
  call(server, "POST", `/api/v1/sessions/${sessionId}/orders`, { notes });
const events = async (resource: string) => {
  const { body } = await call(
    server,
    "GET",
    `/api/v1/events?lockId=${encodeURIComponent(`native/${resource}`)}`,
  );
  const items = body["items"] as { kind: string; text: string; lockId: string; severity: string }[];
  return items;
};
const note = (number: number, more: object) => ({ number, resource: "aim.conf", agoMs: 0, ...more });

test("what a guardian saw is on the timeline of the file's lock, each note once", async () => {
  const guardian = await open("guardian", ["aim.conf"]);
  const written = note(1, { what: "written", by: "ada@desk", hash: "e757fcbe0da9de1d" });
  expect((await tell(guardian, written)).status).toBe(200);
  expect(
    (await tell(guardian, written, note(2, { what: "refused", by: "ben", because: "old epoch" }))).status,
  ).toBe(200);
  expect(
    (await tell(guardian, note(3, { what: "touched" }), note(4, { what: "guarded", clean: false }))).status,
  ).toBe(200);
  expect((await events("aim.conf")).reverse()).toMatchObject([
    {
      kind: "config.written",
      lockId: "native/aim.conf",
      text: expect.stringContaining("ada@desk wrote aim.conf"),
    },
    {
      kind: "config.refused",
      severity: "warning",
      text: expect.stringContaining("by ben was refused: old epoch"),
    },
    {
      kind: "config.touched",
      severity: "warning",
      text: expect.stringContaining("somebody unknown touched"),
    },
    { kind: "guard.unclean", severity: "warning", text: expect.stringContaining("not as it was left") },
  ]);
});

test("nobody else tells of a file: not a worker, and not the guardian of another one", async () => {
  for (const sessionId of [await open("worker", ["other.conf"]), await open("guardian", ["its-own.conf"])]) {
    const answer = await tell(sessionId, {
      ...note(1, { what: "written", by: "eve" }),
      resource: "other.conf",
    });
    expect([answer.status, answer.body["code"]]).toEqual([403, "forbidden"]);
  }
  expect(await events("other.conf")).toEqual([]);
});

test("a hostile name is shown, and not obeyed", async () => {
  const guardian = await open("guardian", ["hostile.conf"]);
  const by = "<b>\u202eeve\u001b[31m";
  await tell(guardian, { ...note(1, { what: "touched", by }), resource: "hostile.conf" });
  const [event] = await events("hostile.conf");
  expect(event?.text).toContain("eve");
  const obeyed = [...(event?.text ?? "")].filter((char) => char < " " || char === "\u202e");
  expect(obeyed).toEqual([]);
});
