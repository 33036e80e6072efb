import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { call } from "#lib/server/testing/api-call.ts";
import { GuardedFolder, saidBy } from "./testing/guarded-folder.ts";
import { guardedWrite } from "./testing/guarded-write.ts";

let dataDir: string;
let port: number;
let server: ServerProcess;
let folder: GuardedFolder;

/** Always on the same port and data, so that a guardian finds a server that was started again. */
const start = () => startServer({ dataDir, pages: false, args: ["--port", `${port}`] });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "locksmith-guard-test-"));
  port = await freePort();
  server = await start();
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});
beforeEach(() => {
  folder = new GuardedFolder();
});
afterEach(() => folder.end());

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}

const write = (epoch: number, content: string) => guardedWrite(folder.file, epoch, content);

test("while the server is away nothing is written, and the same guardian goes on with the same epoch afterwards", async () => {
  folder.newFile("server-away.conf");
  const one = folder.guard(server);
  await one.said('"guarding"');
  await server.kill9();
  await one.said('"unsure"');
  expect(write(1, "mode = 2\n")).toMatchObject({ exitCode: 75 });
  expect(await folder.isLocked()).toBe(true);
  server = await start();
  await one.said('"regained"');
  expect(saidBy(one).at(-1)).toMatchObject({ event: "regained", epoch: 1 });
  expect(write(1, "mode = 2\n")).toMatchObject({ exitCode: 0 });
});

test("frozen for longer than its lease, it writes nothing when it wakes, and has kept its flock until then", async () => {
  folder.newFile("frozen.conf");
  const one = folder.guard(server, "--ttl", "1s");
  await one.said('"guarding"');
  one.process.kill("SIGSTOP");
  const end = performance.now() + 30_000;
  for (;;) {
    const { status } = await call(server, "POST", "/api/v1/leases/frozen.conf/check", { epoch: 1 });
    if (status === 409) break;
    if (performance.now() > end) throw new Error("the lease was never lost");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await folder.isLocked()).toBe(true);
  one.process.kill("SIGCONT");
  // In the grace after a restart the server still knows its session, and gives it a new epoch; else it is over.
  const [how] = await Promise.any(
    ["regained", "lost"].map(async (word) => [word, await one.said(`"${word}"`)]),
  );
  expect(["regained", "lost"]).toContain(how);
  expect(write(1, "mode = 2\n").exitCode).not.toBe(0);
  expect(readFileSync(folder.file, "utf8")).toBe("mode = 1\n");
});
