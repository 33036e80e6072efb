import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCli } from "#lib/cli/testing/cli.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import {
  acknowledge,
  type Colleague,
  colleague,
  confirm,
  plan,
  until,
} from "#lib/server/operations/testing/people.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { type JoinedService, joinService } from "./join-service.ts";

let server: ServerProcess;
let ada: Colleague;
let ben: Colleague;

beforeAll(async () => {
  server = await startServer({ pages: false });
  ada = await colleague(server, "ada", "operator");
  ben = await colleague(server, "ben", "approver");
});
afterAll(() => server.stop());

async function drain(service: string, holdMs: number): Promise<string> {
  const spec = { kind: "drain", scope: { type: "service", service }, holdMs, deadlineMs: 10_000 };
  const planned = await plan(ada, spec);
  expect((await confirm(ada, planned, service)).status).toBe(200);
  expect((await acknowledge(ben, planned)).status).toBe(200);
  return planned.id;
}

async function known(service: string): Promise<void> {
  for (;;) {
    const { body } = await call(server, "GET", `/api/v1/units?service=${service}`);
    if ((body["items"] as unknown[]).length > 0) return;
    await delay(50);
  }
}

test("a service is drained in its own process: what runs is finished, what is new waits, and all goes on in time", async () => {
  const steps: string[] = [];
  const service: JoinedService = joinService({
    server: server.url,
    token: server.adminToken,
    node: "control-1",
    service: "orchestrator",
    role: "orchestrator",
    resources: ["aim_lock_config.conf"],
    onPause: () => void steps.push("paused"),
    onResume: () => void steps.push("resumed"),
  });
  await known("orchestrator");
  const task = service.work(async () => {
    await delay(700);
    steps.push("finished");
  });
  const id = await drain("orchestrator", 2_000);
  await until(ada, id, (seen) => isPaused(seen));
  await task;
  expect(service.isPaused).toBe(true);
  const next = service.work(async () => void steps.push("next"));
  await until(ada, id, (seen) => seen.state === "done");
  await next;
  expect(steps).toEqual(["finished", "paused", "resumed", "next"]);
  expect((await call(server, "GET", `/api/v1/owners/${service.sessionId}`)).status).toBe(200);
  await service.close();
  const units = async () => (await call(server, "GET", "/api/v1/units?service=orchestrator")).body["items"];
  await expect.poll(units).toEqual([]);
});

test("a run of a drained service is refused at once, or waits the drain out", async () => {
  const service = joinService({
    server: server.url,
    token: server.adminToken,
    node: "run-1",
    service: "nightly",
  });
  await known("nightly");
  const id = await drain("nightly", 3_000);
  await until(ada, id, (seen) => isPaused(seen));
  const flags = ["--server", server.url, "--token-file", join(server.dataDir, "admin-token")];
  const run = (...more: string[]) =>
    startCli([
      "run",
      ...flags,
      "--lock",
      "nightly.lock",
      "--service",
      "nightly",
      "--node",
      "run-1",
      ...more,
      "--",
      "true",
    ]);
  const waiting = run("--wait", "30s", "--role", "orchestrator");
  const once = run();
  expect(await once.ended).not.toBe(0);
  expect(once.stderr()).toContain("Refused while service nightly is drained");
  expect(await waiting.ended, waiting.stderr()).toBe(0);
  expect((await until(ada, id, (seen) => seen.state === "done")).state).toBe("done");
  await service.close();
});

/** Every unit of the drain has said that it is paused. */
function isPaused({ sentence }: { sentence: string }): boolean {
  return /^(?:The unit is|All \d+ units are) paused/.test(sentence);
}
