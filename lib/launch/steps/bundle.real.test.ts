import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cleanEnv } from "../testing/clean-env.ts";
import { LineLog } from "../testing/line-log.ts";
import { startChild } from "./children.mjs";
import { readyLine } from "./own-server.mjs";
import { root } from "./root.mjs";

let folder = "";
beforeEach(() => {
  // As deep in the clone as a real bundle, which finds there what is not bundled.
  mkdirSync(join(root, ".launch", "test"), { recursive: true });
  folder = mkdtempSync(join(root, ".launch", "test", "bundle-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the bundle of the present sources is the whole command: a server, and an agent that scans", async () => {
  const out = join(folder, "out");
  const script = join(import.meta.dirname, "bundle-command.mjs");
  expect(spawnSync(process.execPath, [script, out], { encoding: "utf8" })).toMatchObject({ status: 0 });
  const main = join(out, "main.mjs");
  const said = new LineLog();
  const server = startChild(["server", "--port", "0", "--data", folder], {
    main,
    env: cleanEnv({ LOCKSMITH_READY_JSON: "1", LOCKSMITH_PAGES: "off" }),
    onLine: said.add,
  });
  const { url } = readyLine(await said.find((line) => readyLine(line) !== null)) ?? { url: "" };
  const args = ["agent", "--server", url, "--token-file", join(folder, "agent-token")];
  const agent = startChild(args, { main, env: cleanEnv({}), onLine: said.add });
  const ls = () =>
    spawnSync(process.execPath, [main, "ls", "--server", url, "--data", folder], { encoding: "utf8" });
  // The server's own database is locked by it, as its agent finds out in a thread that no bundle has.
  await expect.poll(() => ls().stdout, { timeout: 20_000 }).toContain("locksmith.db");
  await agent.stop(5_000);
  expect(await server.stop(10_000)).toBe("stopped");
  expect((await server.ended).code).toBe(0);
});
