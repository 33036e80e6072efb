import { join } from "node:path";
import { startChild } from "#lib/launch/steps/children.mjs";
import { cleanEnv } from "#lib/launch/testing/clean-env.ts";
import { LineLog } from "#lib/launch/testing/line-log.ts";
import type { Locksmith } from "./fixtures/locksmith.ts";
import { nodeUp } from "./fixtures/nodes.ts";
import { expect, test } from "./fixtures/test.ts";

/** `locksmith run` in a process of its own; its command prints the epoch that it was given. */
function run(locksmith: Locksmith, lock: string, node: string, flags: readonly string[]) {
  const log = new LineLog();
  const { url, dataDir } = locksmith.server;
  const child = startChild(
    [
      "run",
      "--server",
      url,
      "--token-file",
      join(dataDir, "admin-token"),
      "--node",
      node,
      "--lock",
      lock,
      ...flags,
      "--",
      "sh",
      "-c",
      'echo "epoch=$LOCKSMITH_EPOCH"; exec sleep 600',
    ],
    { env: cleanEnv({}), onLine: log.add },
  );
  const epoch = async () => {
    const line = await Promise.race([
      log.find((text) => text.startsWith("epoch=")),
      child.ended.then(() => null),
    ]);
    if (line === null) throw new Error(`run ended early: ${log.text()}`);
    return Number(line.slice("epoch=".length));
  };
  return { child, epoch };
}

async function check(locksmith: Locksmith, lock: string, epoch: number): Promise<number> {
  const answer = await locksmith.api.post(`/api/v1/leases/${lock}/check`, { data: { epoch } });
  return answer.status();
}

test("a run that is killed falls silent, is suspected, and is called orphan only when the agent proves it", async ({
  locksmith,
  page,
}) => {
  test.slow();
  const lock = "kept_after_kill.conf";
  await locksmith.server.startAgent({ node: "node-3" });
  await nodeUp(locksmith, "node-3");
  const { child, epoch } = run(locksmith, lock, "node-3", ["--ttl", "4s", "--on-lost", "keep"]);
  const first = await epoch();
  expect(await check(locksmith, lock, first)).toBe(200);

  await page.goto(`/locks/native/${lock}`);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict.getByText("Live", { exact: true })).toBeVisible();
  await child.kill9();
  await expect(verdict.getByText("Orphan", { exact: true })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText(/Longest gap|longest gap|silence|No beat/i).first()).toBeAttached();
  await expect.poll(() => check(locksmith, lock, first), { timeout: 40_000 }).toBe(409);

  const held = await locksmith.api.get(`/api/v1/locks/native/${lock}`);
  expect(await held.json()).toMatchObject({ state: "held", verdict: "orphan", lostPolicy: "keep" });
});

test("after a killed run's TTL and lock-delay the next holder has a higher epoch, and the old one is refused", async ({
  locksmith,
}) => {
  test.slow();
  const lock = "released_after_kill.conf";
  const before = run(locksmith, lock, "node-5", ["--ttl", "2s", "--lock-delay", "1s"]);
  const first = await before.epoch();
  await before.child.kill9();
  const after = run(locksmith, lock, "node-6", ["--ttl", "2s", "--wait", "40s"]);
  const second = await after.epoch();
  expect(second).toBeGreaterThan(first);
  expect(await check(locksmith, lock, first)).toBe(409);
  expect(await check(locksmith, lock, second)).toBe(200);
  await after.child.stop(5_000);
});
