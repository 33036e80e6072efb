import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PageList } from "#lib/contract/paging.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { systemClock } from "#lib/server/clock.ts";
import { DrillDesk } from "#lib/server/drills/drill-desk.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";
import { PagingDesk } from "./paging-desk.ts";
import { raisePage } from "./raise-page.ts";
import { type Receiver, startReceiver } from "./testing/receiver.ts";

let dataDir: string;
let receiver: Receiver;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "paging-"));
  receiver = await startReceiver("hang");
});
afterEach(async () => {
  await receiver.close();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (allowPrivate: string) =>
  startServer({ dataDir, pages: false, env: { LOCKSMITH_PAGE_ALLOW_PRIVATE: allowPrivate } });

/** A page that was written and not sent: the server died in between. */
async function leavePage(): Promise<void> {
  const store = await openSqliteStore({ dataDir, clock: systemClock, onError: () => undefined });
  const paging = new PagingDesk({ hosts: [], allowPrivate: false });
  await paging.start(store);
  await store.write(async (tx) => {
    const base = { format: "json" as const, secret: null, enabled: true, createdBy: "Ada", createdAt: 1 };
    await tx.put("page-target", "rcv_1", {
      ...base,
      id: "rcv_1",
      name: "on-call",
      url: `${receiver.url}/hook`,
    });
  });
  const drills = new DrillDesk(systemClock);
  const context = { clock: systemClock, paging, drills, newId: (prefix: string) => `${prefix}_1` };
  const hold = { operationId: "op_1", lockId: null, resource: null, severity: "critical" as const };
  await store.write((tx) =>
    raisePage(context, tx, { ...hold, title: "Hold", text: "point", askedBy: "Ada" }),
  );
  await store.close();
}

async function delivery(server: ServerProcess): Promise<Record<string, unknown>> {
  const { body } = await call(server, "GET", "/api/v1/pages?state=all");
  const [one] = (body as unknown as PageList).items[0]?.deliveries ?? [];
  return { ...one };
}

test("a page survives kill -9 before it was sent and while it is being sent, and arrives", async () => {
  await leavePage();
  const first = await start("1");
  await receiver.got(1);
  await first.kill9();
  receiver.answerWith(200);
  const second = await start("1");
  try {
    await receiver.got(2);
    await expect
      .poll(() => delivery(second), { timeout: 10_000 })
      .toMatchObject({ state: "delivered", attempts: 1 });
    // Its operation never was, so what follows in the end is word that it is over.
    const asked = receiver.received.filter(({ body }) => body["event"] === "trigger");
    expect(asked.map(({ body }) => body["pageId"])).toEqual(["pag_1", "pag_1"]);
    expect(receiver.received[1]?.body["url"]).toBe(`${second.url}/operations/op_1`);
  } finally {
    await second.stop();
  }
});

test("without the configuration nothing goes to this machine, and the delivery says why", async () => {
  await leavePage();
  const server = await start("");
  try {
    await expect.poll(() => delivery(server), { timeout: 10_000 }).toMatchObject({ state: "failed" });
    expect((await delivery(server))["lastError"]).toContain("LOCKSMITH_PAGE_ALLOW_PRIVATE=1");
    expect(receiver.received).toEqual([]);
  } finally {
    await server.stop();
  }
});
