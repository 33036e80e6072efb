import { afterAll, beforeAll, expect, test } from "vitest";
import type { IncidentReport } from "#lib/contract/incident-report.ts";
import type { IncidentPicture, IncidentTimeline } from "#lib/contract/incidents.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { type OrphanLease, orphanLease } from "#lib/server/operations/testing/orphans.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { acquire, openSession } from "#lib/server/testing/lock-world.ts";

const resource = "aim_lock_config.conf";
const hostileText = "panic: [click](http://evil.example) <img src=x> | ``` \u001b[31m # gone";

let server: ServerProcess;
let orphan: OrphanLease;
let id: string;
const read = async <T>(path: string) =>
  (await call(server, "GET", `/api/v1/incidents/${id}/${path}`)).body as T;

beforeAll(async () => {
  server = await startServer({ env: { LOCKSMITH_PAGES: "off" } });
  orphan = await orphanLease(server, resource);
  const kernel = { kind: "kernel.lock-manager", severity: "critical", text: hostileText, agoMs: 4_000 };
  await orphan.agent.report({ events: [kernel] } as never);
  for (const node of ["drone-1", "drone-2", "arm-1"]) {
    const session = await openSession(server, "patrol", node);
    expect((await acquire(server, resource, session)).status).toBe(409);
  }
  const opened = await call(server, "POST", "/api/v1/incidents", {
    title: "# aim_lock_config.conf is HOT",
    resource,
    lockId: `native/${resource}`,
    severity: "critical",
  });
  // A rule may have been quicker.
  const context = opened.body["context"] as { incidentId?: string } | undefined;
  id = String(opened.status === 200 ? opened.body["id"] : context?.incidentId);
  await call(server, "POST", `/api/v1/incidents/${id}/notes`, { text: "The guardian is *gone*." });
  await call(server, "POST", `/api/v1/incidents/${id}/follow-ups`, { text: "Watch the guardian." });
});
afterAll(() => server.stop());

test("the timeline begins with the kernel, and has each thing once, with where it is recorded", async () => {
  const { items, more } = await read<IncidentTimeline>("timeline");
  expect(more).toBe(0);
  const times = items.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(items[0]).toMatchObject({ kind: "kernel", node: "node-7" });
  const sources = items.map(({ source, text }) => `${source} ${text}`);
  expect(new Set(sources).size).toBe(sources.length);
  const place = (pattern: RegExp) => items.findIndex(({ text }) => pattern.test(text));
  const gone = place(/^PID 1968 of guardian on node-7 is gone/);
  expect(gone).toBeGreaterThan(0);
  expect(place(/^Held by nobody: every process of guardian/)).toBeGreaterThanOrEqual(gone);
  expect(items.filter(({ kind }) => kind === "note")).toHaveLength(1);
  const some = await read<IncidentTimeline>("timeline?kinds=kernel,note");
  expect(new Set(some.items.map(({ kind }) => kind))).toEqual(new Set(["kernel", "note"]));
  expect((await call(server, "GET", `/api/v1/incidents/${id}/timeline?kinds=rain`)).status).toBe(422);
  expect((await call(server, "GET", "/api/v1/incidents/inc_none/timeline")).status).toBe(404);
});

test("the picture draws the guardian's beats, within the time that it names", async () => {
  const picture = await read<IncidentPicture>("picture");
  expect(picture.owners[0]).toMatchObject({ ownerId: orphan.sessionId, label: "guardian on node-7" });
  expect(picture.from).toBeLessThan(picture.openedAt);
  expect(picture.marks.map(({ kind }) => kind)).toContain("kernel");
  for (const { at } of [...picture.marks, ...picture.fleet, ...picture.refusals.buckets]) {
    expect(at).toBeGreaterThanOrEqual(picture.from - picture.refusals.bucketMs);
    expect(at).toBeLessThanOrEqual(picture.to);
  }
});

test("the report says who died and what is recorded of it, and that why it died is not proven", async () => {
  const report = await read<IncidentReport>("report");
  expect(report).toMatchObject({ incidentId: id, certainty: "proven", drill: false });
  const section = (name: string) => report.sections.find((one) => one.id === name)?.blocks ?? [];
  const texts = (name: string) =>
    section(name).flatMap((block) =>
      block.type === "statements" ? block.items.map(({ text, certainty }) => `${certainty}: ${text}`) : [],
    );
  expect(texts("summary").join("\n")).toMatch(/proven: guardian \(PID 1968\) on node-7 .*seen to be gone/);
  expect(texts("cause").join("\n")).toMatch(/likely: The kernel event at .* is likely, and not proven/);
  expect(texts("cause").join("\n")).toMatch(/proven: The kernel of node-7 said: panic/);
  expect(texts("follow-ups")[0]).toContain("Watch the guardian. (open");
  expect(report.links[`owner ${orphan.sessionId}`]).toBe(`/owners/${orphan.sessionId}`);
});

test("as Markdown it has nine sections and nothing that a host or a person put into it", async () => {
  const response = await fetch(`${server.url}/api/v1/incidents/${id}/report.md`, {
    headers: { authorization: `Bearer ${server.adminToken}` },
  });
  expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="incident-[\w-]+\.md"$/);
  const text = await response.text();
  const headings = text.split("\n").filter((line) => line.startsWith("#"));
  expect(headings).toHaveLength(10);
  const plain = text.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
  expect(plain).not.toMatch(/<|\]\(|http:/);
  expect(text).not.toContain("\u001b");
});
